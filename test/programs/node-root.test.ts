/** Debian's part of a node: each program starts with the libraries that are unpacked beside it. */
import { spawnSync } from 'node:child_process';
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { nodeRoot } from '../components/node-root';

const usr = join(nodeRoot(), 'usr');
const libraries = readdirSync(join(usr, 'lib'))
  .filter((name) => name.endsWith('-linux-gnu'))
  .map((name) => join(usr, 'lib', name));

describe('a program of a node', () => {
  it.each([
    ['sbin/runc', '--version', 'runc version'],
    ['sbin/iptables', '--version', 'iptables v1.8.9 (nf_tables)'],
    ['sbin/iptables-save', '--version', 'iptables-save v1.8.9 (nf_tables)'],
    ['sbin/ip6tables-restore', '--version', 'ip6tables-restore v1.8.9 (nf_tables)'],
    ['sbin/nft', '--version', 'nftables v'],
    ['sbin/ipset', 'help', 'ipset v'],
    ['sbin/conntrack', '--version', 'conntrack v'],
    ['bin/ip', '-V', 'ip utility'],
    ['lib/cni/bridge', '', 'CNI bridge plugin'],
    ['lib/cni/portmap', '', 'CNI portmap plugin'],
    ['lib/cni/host-local', '', 'CNI host-local plugin'],
    ['sbin/nginx', '-v', 'nginx version'],
    ['bin/curl', '--version', 'curl'],
    ['bin/openssl', 'version', 'OpenSSL'],
    ['bin/busybox', 'echo busybox', 'busybox'],
    ['bin/flock', '--version', 'flock from util-linux'],
  ])('%s starts', (path, args, start) => {
    const { stdout, stderr } = spawnSync(join(usr, path), args.split(' ').filter(Boolean), {
      encoding: 'utf8',
      env: { LD_LIBRARY_PATH: libraries.join(':') },
    });
    expect(stdout + stderr).toContain(start);
  });
});
