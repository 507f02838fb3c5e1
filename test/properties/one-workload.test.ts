/** A workload that is drawn and judged alone is as it is among all others. */
import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { FaultError, formatFault, parseEnvironment, plan, synthesise, synthesiseWorkload } from '../../lib';
import type { EnvironmentInput, Plan } from '../../lib';
import { accepts } from '../../lib/core/fault';
import { lastingTitle } from '../../lib/kubernetes/draw/content';
import { title, type Manifest } from '../../lib/kubernetes/read/manifest';
import { environments } from '../../overlays';
import { runs } from '../generators/runs';
import { usualEnvironment } from '../generators/usual';

const planned = (input: EnvironmentInput): Plan => {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  return plan(environment);
};

const steady = (text: string): string => text.replaceAll(/-[0-9a-f]{8}\b/g, '-#');

/** Faults of objects and of amendments, as text; none where nothing is thrown. */
function faultsOf(work: () => unknown, of: readonly Manifest[], environment: string): readonly string[] {
  try {
    work();
    return [];
  } catch (error) {
    if (!(error instanceof FaultError)) throw error;
    // The hash in a name follows the amended content.
    const places = of.map((manifest) => `${environment}: ${steady(title(manifest))} `);
    return error.faults
      .filter(({ at }) => at.includes('.amendments[') || places.some((place) => steady(at).startsWith(place)))
      .map(formatFault);
  }
}

/** Paths of the fields of an object, through objects alone, without what an object is known by. */
function fieldsOf(value: unknown, path: readonly string[] = []): readonly (readonly string[])[] {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [];
  return Object.entries(value)
    .map(([name, child]) => ({ child, below: [...path, name] }))
    .filter(
      ({ below }) =>
        !['apiVersion', 'kind', 'metadata', 'metadata name', 'metadata namespace'].includes(below.join(' ')),
    )
    .flatMap(({ child, below }) => [below, ...fieldsOf(child, below)]);
}

/** A merge patch that gives a field a value. */
const patchOf = (path: readonly string[], value: unknown): unknown =>
  path.reduceRight<unknown>((inner, name) => ({ [name]: inner }), value);

/** A policy that selects all pods opens what the plan forbids: of all charts together another pod may be the first. */
const ofAnyPod = (sentence: string): string =>
  sentence.replace(/(?<=does not allow for )[A-Z]\w+ \S+(?=\.\n)/, 'a pod');

describe.each(environments.map((input) => [input.name, input] as const))('%s', (_, input) => {
  const whole = synthesise(input);

  test.each(whole.plan.servers.map(({ workload, chart }) => [workload.name, chart] as const))(
    '%s is the same chart alone',
    (name, chart) => {
      expect(synthesiseWorkload(whole.plan, name)).toEqual(whole.charts.find((each) => each.name === chart));
    },
  );

  test('an object with a changed field has faults alone where it has any, and no others', () => {
    const own = new Map(whole.plan.servers.map(({ workload, chart }) => [chart, workload.name]));
    const charts = whole.charts.filter(({ name }) => own.has(name));
    const cases = charts.flatMap((chart) =>
      chart.manifests.flatMap((manifest) => fieldsOf(manifest).map((path) => ({ chart, manifest, path }))),
    );
    fc.assert(
      fc.property(fc.nat(cases.length - 1), fc.constantFrom(null, 'x'), (i, value) => {
        const { chart, manifest, path } = cases[i]!;
        const amended = {
          ...input,
          amendments: [
            ...(input.amendments ?? []),
            { target: lastingTitle(manifest), patch: patchOf(path, value), reason: 'to be found' },
          ],
        } as EnvironmentInput;
        const together = faultsOf(() => synthesise(amended), chart.manifests, input.name);
        const alone = faultsOf(
          () => synthesiseWorkload(planned(amended), own.get(chart.name) ?? ''),
          chart.manifests,
          input.name,
        );
        expect(together.map(ofAnyPod)).toEqual(expect.arrayContaining(alone.map(ofAnyPod)));
        expect(alone.length === 0).toBe(together.length === 0);
      }),
      { numRuns: runs(1) },
    );
  });
});

test('workloads of random environments are the same charts alone', () => {
  fc.assert(
    fc.property(usualEnvironment, (input) => {
      fc.pre(accepts(() => synthesise(input) !== undefined));
      const whole = synthesise(input);
      for (const { workload, chart } of whole.plan.servers)
        expect(synthesiseWorkload(whole.plan, workload.name)).toEqual(whole.charts.find(({ name }) => name === chart));
    }),
    { numRuns: runs(1) },
  );
});

test('an amendment by pattern changes a workload alone as among all others, and one of others does not count', () => {
  const input = environments[0]!;
  const amended: EnvironmentInput = {
    ...input,
    amendments: [
      { target: 'Deployment llm-serving/smollm2', patch: { spec: { minReadySeconds: 90 } }, reason: 'a test' },
      { target: 'Deployment llm-serving/*', patch: { metadata: { labels: { team: 'a' } } }, reason: 'a test' },
      { target: 'ConfigMap */qwen-lists', patch: { metadata: { labels: { team: 'a' } } }, reason: 'a test' },
    ],
  };
  const whole = synthesise(amended);
  for (const { workload, chart } of whole.plan.servers)
    expect(synthesiseWorkload(whole.plan, workload.name)).toEqual(whole.charts.find(({ name }) => name === chart));
});

test('a name that is not in the plan gets those that are', () => {
  const whole = synthesise(environments[0]!);
  expect(() => synthesiseWorkload(whole.plan, 'smolm2')).toThrow(
    "local.servers: no workload is called 'smolm2'.\n  did you mean: smollm2\n  allowed: qwen · smollm2\n  [UnknownWorkload]",
  );
});
