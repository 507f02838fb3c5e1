/** What a node needs beside its own programs: a runtime, network tools, and the programs of the images that it runs. */
import { createHash } from 'node:crypto';
import { cpSync, existsSync, rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { unpacked } from './debian';

/** Programs, each with the libraries that a bare Debian does not have; what they share stands with the first. */
const packages = [
  'runc',
  'containernetworking-plugins conntrack libmnl0 libnetfilter-conntrack3 libnfnetlink0',
  'iptables libip4tc2 libip6tc2 libnftnl11 libxtables12',
  'nftables libnftables1 libedit2 libbsd0 libjansson4',
  'ipset libipset13',
  'iproute2 libbpf1 libelf1 libtirpc3 libgssapi-krb5-2',
  'libk5crypto3 libkeyutils1 libkrb5-3 libkrb5support0 libssl3',
  'curl libbrotli1 libcurl4 libldap-2.5-0 libnghttp2-14 libpsl5 librtmp1',
  'libsasl2-2 libssh2-1',
  'nginx nginx-common openssl busybox-static dash bash coreutils util-linux',
].flatMap((group) => group.split(' '));

/** Programs of `xtables-nft-multi`, which an installation would link by itself. */
const tables = ['iptables', 'ip6tables'].flatMap((name) => [name, `${name}-save`, `${name}-restore`]);

/** As Debian lays it out: all programs and libraries below `usr`. */
function arrange(root: string): void {
  for (const name of ['bin', 'sbin', 'lib', 'lib64']) {
    const folder = join(root, name);
    if (!existsSync(folder)) continue;
    cpSync(folder, join(root, 'usr', name), { recursive: true, verbatimSymlinks: true });
    rmSync(folder, { recursive: true });
  }
  for (const name of tables) {
    const link = join(root, 'usr', 'sbin', name);
    rmSync(link, { force: true });
    symlinkSync('xtables-nft-multi', link);
  }
}

/**
 * A folder with `usr/bin`, `usr/sbin`, `usr/lib` of these packages, to be laid over a `/usr`. Downloads them when they
 * are not in the cache.
 *
 * @throws Error with what apt or dpkg printed
 */
export function nodeRoot(): string {
  const list = createHash('sha256').update(packages.join(' ')).digest('hex').slice(0, 16);
  return unpacked(`debian-node-${list}`, packages, arrange);
}
