/** One's own machines: what is written twice, one name for each, and disks that are none of the system. */
import { describe, expect, test } from '@jest/globals';
import { gib } from '../../lib/core/bytes';
import { parseEnvironment } from '../../lib/environment/complete';
import { base, changed } from '../invalid/base';
import { reportOf } from '../invalid/read';

const reported = (more: object): string =>
  reportOf(parseEnvironment(changed([['nodePools', 'racks'], { ...base.nodePools.racks, ...more }])).faults);
const withDisks = (...paths: readonly string[]) => ({
  hardware: {
    ...base.nodePools.racks.hardware,
    nvme: paths.map((path) => ({ path, capacity: gib(1000), volumes: 1 })),
  },
});

test('a value of a label is written once', () => {
  expect(reported({ labels: { rack: ['a', 'a'] } })).toContain(
    `test.nodePools.racks.labels.rack[1]: 'a' stands at test.nodePools.racks.labels.rack[0] already.
  fix: leave out one of the two
  [GivenTwice]`,
  );
});

test('as many nodes as their own names find', () => {
  const hostname = 'kubernetes.io/hostname';
  expect(reported({ labels: { [hostname]: ['rack-1', 'rack-2'] } })).toBe('');
  expect(reported({ labels: { [hostname]: 'rack-1' } })).toBe(
    `test.nodePools.racks.labels['kubernetes.io/hostname']: one node has this label with this value, and the pool is planned with 2.
  fix: leave this label out, and write the names of all nodes in nodes · a label that all nodes of the pool have
  [NodeMark]`,
  );
});

describe('a disk', () => {
  test.each(['/etc', '/var/lib/kubelet/pods', '/var', '/var/lib', '/dev/nvme0n1', '/run/disk'])(
    'is not at %s, which the node needs',
    (path) => {
      expect(reported(withDisks(path))).toMatch(
        /^test\.nodePools\.racks\.hardware\.nvme\[0\]\.path: '.*' would cover .* of the node, or be covered by it\./,
      );
    },
  );

  test.each(['/mnt/nvme0', '/var/mnt/nvme0', '/opt/disk', '/data'])('may be at %s', (path) => {
    expect(reported(withDisks(path))).toBe('');
  });

  test('is not below another', () => {
    expect(reported(withDisks('/mnt/a', '/mnt/a/b'))).toBe(
      `test.nodePools.racks.hardware.nvme[1].path: '/mnt/a/b' would cover /mnt/a of another disk, or be covered by it.
  fix: a folder beside it: '/mnt/name'
  [MountTaken]`,
    );
  });
});
