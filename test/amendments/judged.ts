/** Judges one amendment of `staging` with the workloads that the amendments are about: its plan is made once. */
import { parseEnvironment, type Manifest } from '../../lib';
import { formatFault } from '../../lib/core/fault';
import { amend } from '../../lib/kubernetes/draw/amend';
import { title } from '../../lib/kubernetes/read/manifest';
import { plan as planOf } from '../../lib/plan';
import { judge } from '../../lib/rules/judge';
import { draw } from '../../lib/synthesise';
import { staging } from '../../overlays/staging';
import type { Opening } from './patches';

const amended = ['llama-3', 'gpt-oss', 'risk'];
const models = Object.fromEntries(Object.entries(staging.models ?? {}).filter(([name]) => amended.includes(name)));
const { environment } = parseEnvironment({ ...staging, models });
if (environment === undefined) throw new RangeError('staging cannot be read');
const plan = planOf(environment);
const drawn = draw(plan);
const all = drawn.flatMap(({ manifests }) => manifests);

/** Sizes and hashes follow the memory model and the programs, which are no matter of these sentences. */
const steady = (sentence: string): string =>
  sentence.replaceAll(/\b\d+(?=[MG]i\b)/g, '#').replaceAll(/-[0-9a-f]{8}\b/g, '-#');

/** Every sentence about an amendment; keys that are `undefined` are left out, as in JSON. */
export function sentences({ target, patch }: Opening): readonly string[] {
  const of = all.find((manifest) => title(manifest) === target);
  if (of === undefined) throw new RangeError(`staging has no ${target}`);
  const written = JSON.parse(JSON.stringify(patch(of))) as Record<string, unknown>;
  const { manifests, faults } = amend(all, [{ target, patch: written, reason: 'a test' }], 'staging.amendments');
  let next = 0;
  const charts = drawn.map((chart) => ({
    ...chart,
    manifests: chart.manifests.map(() => manifests[next++] as Manifest),
  }));
  return [...faults, ...judge({ charts, drawn, plan }, [])].map(formatFault).map(steady);
}
