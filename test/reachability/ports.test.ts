/** Sets of ports: union, intersection and what they hold, beside sets of single numbers. */
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import {
  commonPorts,
  connectionText,
  hasPort,
  hasRange,
  joinedPorts,
  portRanges,
  portTexts,
  type PolicyPort,
  type PortRange,
} from '../../lib/reachability/ports';
import { runs } from '../generators/runs';

const highest = 24;
const protocols = ['TCP', 'UDP', 'SCTP'];
const range: fc.Arbitrary<PortRange> = fc
  .record({
    protocol: fc.constantFrom(...protocols),
    one: fc.integer({ min: 1, max: highest }),
    other: fc.integer({ min: 1, max: highest }),
  })
  .map(({ protocol, one, other }) => ({ protocol, from: Math.min(one, other), to: Math.max(one, other) }));
const ranges = fc.array(range, { maxLength: 5 });

const everyPort = protocols.flatMap((protocol) =>
  Array.from({ length: highest }, (_, i) => [protocol, i + 1] as const),
);
const textsOf = (ports: typeof everyPort): readonly string[] => ports.map((port) => port.join(' '));
const singles = (list: readonly PortRange[]): readonly string[] =>
  textsOf(
    everyPort.filter(([protocol, port]) =>
      list.some((each) => each.protocol === protocol && each.from <= port && port <= each.to),
    ),
  );

test('are the sets of their single ports', () => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      expect(singles(commonPorts(a, b))).toEqual(singles(a).filter((port) => singles(b).includes(port)));
      expect(singles(joinedPorts(a))).toEqual(singles(a));
      expect(textsOf(everyPort.filter((port) => hasPort(a, ...port)))).toEqual(singles(a));
      for (const each of b)
        expect(hasRange(joinedPorts(a), each)).toBe(singles([each]).every((port) => singles(a).includes(port)));
    }),
    { numRuns: runs(50) },
  );
});

test('have one text each, however they are divided', () => {
  fc.assert(
    fc.property(ranges, ranges, (a, b) => {
      const isSame = singles(a).join() === singles(b).join();
      expect(connectionText(a) === connectionText(b)).toBe(isSame);
      expect(portTexts(a).join() === portTexts(b).join()).toBe(isSame);
      const divided = a.flatMap((each) => [{ ...each, to: each.from }, each]);
      expect(connectionText(divided)).toBe(connectionText(a));
    }),
    { numRuns: runs(50) },
  );
});

test('are written as netpol-analyzer writes them', () => {
  const text = (...ports: readonly PolicyPort[]) => connectionText(portRanges(ports, []));
  expect(text({ port: 90 }, { port: 53, protocol: 'UDP' }, { port: 80, endPort: 89 }, { port: 9000 })).toBe(
    'TCP 80-90,9000,UDP 53',
  );
  expect([text(), text({ protocol: 'SCTP' }), connectionText([])]).toEqual(['All Connections', 'SCTP 1-65535', '']);
});
