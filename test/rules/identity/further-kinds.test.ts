/** No value of any field of a custom resource or an Ingress makes a rule fail: it is refused, or judged. */
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { formatFault, synthesise, type EnvironmentInput } from '../../../lib';
import { furtherKinds } from '../../../lib/kubernetes/read/further-field-types';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';
import { judge } from '../../../lib/rules/judge';
import { production } from '../../../overlays/production';
import { runs } from '../../generators/runs';
import { edges, withGateway } from '../../operations/support/environments';

type Path = readonly (string | number)[];

/** Paths of all fields below a value, through lists too. */
function pathsOf(value: unknown, path: Path = []): readonly Path[] {
  if (typeof value !== 'object' || value === null) return [];
  const entries: readonly (readonly [string | number, unknown])[] = Array.isArray(value)
    ? value.map((each, i) => [i, each] as const)
    : Object.entries(value);
  return entries.flatMap(([key, child]) => [[...path, key], ...pathsOf(child, [...path, key])]);
}

/** A copy with another value at a path. */
function changed(value: unknown, [key, ...rest]: Path, to: unknown): unknown {
  if (key === undefined) return to;
  if (Array.isArray(value)) return value.map((each: unknown, i) => (i === key ? changed(each, rest, to) : each));
  const fields = value as Readonly<Record<string, unknown>>;
  return { ...fields, [key]: changed(fields[key], rest, to) };
}

const byKeda: EnvironmentInput = {
  ...production,
  cluster: { ...production.cluster, metrics: 'keda' },
  monitoring: {
    ...(production.monitoring as NonNullable<EnvironmentInput['monitoring']>),
    prometheus: { url: 'http://prometheus.monitoring.svc:9090' },
  },
};
const syntheses = [byKeda, ...Object.values(edges).map((edge) => withGateway(edge))].map((input) => synthesise(input));
const isFurther = ({ apiVersion, kind }: Manifest): boolean => Object.hasOwn(furtherKinds, `${apiVersion} ${kind}`);
const cases = syntheses.flatMap(({ plan, charts }) =>
  charts.flatMap(({ manifests }) =>
    manifests.filter(isFurther).flatMap((manifest) =>
      pathsOf(manifest)
        .filter(([first]) => first === 'spec')
        .map((path) => ({ plan, charts, manifest, path })),
    ),
  ),
);

describe('fields of further kinds', () => {
  test('each kind that rules read is among the cases', () => {
    const kinds = new Set(cases.map(({ manifest: { apiVersion, kind } }) => `${apiVersion} ${kind}`));
    expect([...kinds].sort()).toEqual(Object.keys(furtherKinds).sort());
  });

  test('a wrong value is refused or judged, and no rule fails of it', () => {
    fc.assert(
      fc.property(fc.constantFrom(...cases), fc.constantFrom('x', 7, true, null, [], ['x'], {}), (each, value) => {
        const charts = each.charts.map((chart) => ({
          ...chart,
          manifests: chart.manifests.map((manifest) =>
            manifest === each.manifest ? (changed(manifest, each.path, value) as Manifest) : manifest,
          ),
        }));
        expect(Array.isArray(judge({ plan: each.plan, charts }, []))).toBe(true);
      }),
      { numRuns: runs(20) },
    );
  });

  test('a text for the endpoints of a PodMonitor is refused as a field', () => {
    const { plan, charts } = syntheses[0]!;
    const broken = charts.map((chart) => ({
      ...chart,
      manifests: chart.manifests.map((manifest) =>
        manifest.kind === 'PodMonitor' && manifest.metadata.name === 'ollama'
          ? (changed(manifest, ['spec', 'podMetricsEndpoints'], 'x') as Manifest)
          : manifest,
      ),
    }));
    expect(judge({ plan, charts: broken }, []).map(formatFault)).toEqual([
      expect.stringMatching(
        /PodMonitor llm-serving\/ollama spec\.podMetricsEndpoints: 'x' is of the wrong type\.\n {2}fix: write a list\n/,
      ) as unknown as string,
    ]);
  });
});
