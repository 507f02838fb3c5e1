/** Judges one amendment of `staging` with the workloads that the amendments are about: its plan is made once. */
import { parseEnvironment, type JsonPatchOperation, type Manifest } from '../../lib';
import { formatFault } from '../../lib/core/fault';
import { amend } from '../../lib/kubernetes/draw/amend';
import { lastingTitle } from '../../lib/kubernetes/draw/content';
import { title } from '../../lib/kubernetes/read/manifest';
import { plan as planOf } from '../../lib/plan';
import { judge } from '../../lib/rules/judge';
import { draw } from '../../lib/synthesise';
import { staging } from '../../overlays/staging';
import type { Opening } from './patches';

type Tree = Readonly<Record<string, unknown>>;

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

const isTree = (value: unknown): value is Tree => typeof value === 'object' && value !== null && !Array.isArray(value);

/** As RFC 7386 merges: lists are replaced. */
function merged(before: unknown, patch: unknown): unknown {
  if (!isTree(patch)) return patch;
  const result: Record<string, unknown> = isTree(before) ? { ...before } : {};
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) delete result[key];
    else result[key] = merged(result[key], value);
  }
  return result;
}

/** Operations that give an object the fields of a patch, whatever its lists lose. */
const operationsOf = (before: Manifest, patch: Tree): readonly JsonPatchOperation[] =>
  Object.entries(patch).map(([key, value]) => ({
    op: 'add',
    path: `/${key}`,
    value: merged(before[key], value),
  }));

/** Every sentence about an amendment; keys that are `undefined` are left out, as in JSON. */
export function sentences({ target, patch }: Opening): readonly string[] {
  const of = all.find((manifest) => title(manifest) === target);
  if (of === undefined) throw new RangeError(`staging has no ${target}`);
  const written = JSON.parse(JSON.stringify(patch(of))) as Tree;
  const amendment = { target: lastingTitle(of), jsonPatch: operationsOf(of, written), reason: 'a test' };
  const { manifests, drawn: before, faults } = amend(all, [amendment], 'staging.amendments');
  const charted = (list: readonly Manifest[]) => {
    let next = 0;
    return drawn.map((chart) => ({ ...chart, manifests: chart.manifests.map(() => list[next++] as Manifest) }));
  };
  return [...faults, ...judge({ charts: charted(manifests), drawn: charted(before), plan }, [])]
    .map(formatFault)
    .map(steady);
}
