/** One change touches one thing: no pod template of another workload changes, and so none of its pods is replaced. */
import fc from 'fast-check';
import { describe, expect, test } from '@jest/globals';
import { FaultError, parseEnvironment, type EnvironmentInput, type Manifest } from '../../lib';
import { plan } from '../../lib/plan';
import { draw } from '../../lib/synthesise';
import { environments } from '../../overlays';
import { changesOf, support } from '../generators/changes';
import { asksForMany, runs } from '../generators/runs';
import { usualEnvironment } from '../generators/usual';

/** Changes of each environment that are tried, and random environments; all of them where many are asked for. */
const number = runs(2);
const seed = Number(process.env['SEED'] ?? 20261129);

const supportComponents = ['weights-server', 'collector', 'model-loader', 'gateway', 'backup', 'postgres', 'valkey'];

interface Template {
  readonly owner: string;
  readonly text: string;
}

/** The workload that an object is of: its name may carry a hash of its content. */
function ownerOf({ metadata: { labels = {} } }: Manifest): string {
  return labels['app.kubernetes.io/instance'] ?? '';
}

const isSupport = ({ metadata: { labels = {} } }: Manifest): boolean =>
  supportComponents.includes(labels['app.kubernetes.io/name'] ?? '');

function templateOf({
  kind,
  spec,
}: Manifest & {
  readonly spec?: {
    readonly template?: unknown;
    readonly jobTemplate?: { readonly spec: { readonly template: unknown } };
  };
}): unknown {
  return kind === 'CronJob'
    ? spec?.jobTemplate?.spec.template
    : ['DaemonSet', 'Deployment', 'Job', 'StatefulSet'].includes(kind)
      ? spec?.template
      : undefined;
}

/** Pod templates by kind, namespace and workload; none where the environment is refused. */
function templates(input: EnvironmentInput): ReadonlyMap<string, Template> | undefined {
  const { environment } = parseEnvironment(input);
  if (environment === undefined) return undefined;
  try {
    return new Map(
      draw(plan(environment))
        .flatMap(({ manifests }) => manifests)
        .flatMap((manifest) => {
          const template = templateOf(manifest);
          if (template === undefined) return [];
          const key = `${manifest.kind} ${manifest.metadata.namespace ?? ''}/${ownerOf(manifest)}`;
          return [
            [
              key,
              { owner: isSupport(manifest) ? support : ownerOf(manifest), text: JSON.stringify(template) },
            ] as const,
          ];
        }),
    );
  } catch (error) {
    if (error instanceof FaultError) return undefined;
    throw error;
  }
}

/** Workloads that a change touches although it is about others: `remove model legal: Deployment llm-serving/risk`. */
function touched(
  input: EnvironmentInput,
  most: number,
): { readonly tried: number; readonly others: readonly string[] } {
  const before = templates(input);
  if (before === undefined) return { tried: 0, others: [] };
  const changes = fc.sample(fc.shuffledSubarray([...changesOf(input)]), { numRuns: 1, seed }).flat();
  const all = most >= number && asksForMany ? changesOf(input) : changes.slice(0, most);
  const results = all.map(({ title, after: changed, about }) => {
    const after = templates(changed);
    const others = [...before].filter(
      ([key, { owner, text }]) => !about.includes(owner) && after?.has(key) === true && after.get(key)?.text !== text,
    );
    return { accepted: after !== undefined, others: others.map(([key]) => `${input.name}, ${title}: ${key}`) };
  });
  return { tried: results.filter(({ accepted }) => accepted).length, others: results.flatMap(({ others }) => others) };
}

describe('a change of one thing replaces no pods of another', () => {
  test.each(environments.map((environment) => [environment.name, environment] as const))('%s', (_, environment) => {
    const { tried, others } = touched(environment, number);
    expect(others).toEqual([]);
    expect(tried).toBeGreaterThan(0);
  });

  test('random environments', () => {
    const found = fc
      .sample(usualEnvironment, { numRuns: number, seed })
      .map((environment) => touched(environment, Math.max(2, number / 10)));
    expect(found.flatMap(({ others }) => others)).toEqual([]);
    expect(found.filter(({ tried }) => tried > 0).length).toBeGreaterThanOrEqual(number / 4);
  });
});
