/** What differs between two sides, in the terms in which people decide whether to merge it. Pure. */
import { immutableChanges } from '../kubernetes/read';
import { fieldChanges, type FieldChange } from './fields';
import { flowChanges, type FlowChanges } from './flows';
import { handovers, type Handover } from './handovers';
import { hints } from './hints';
import { servedModels, type ModelFacts } from './models';
import { pairObjects, type Pair } from './pairing';
import { permissions } from './permissions';
import { restarts, type Restart } from './restarts';
import { isServing, placed, workloadName, type Side } from './side';
import { totalChanges, type TotalChange } from './totals';

/** An object that is on both sides, and not the same. */
export interface ChangedObject {
  /** Its title, the new one where it was renamed. */
  readonly object: string;
  /** Its old title. */
  readonly was?: string;
  /** Only the hash at the end of the name, and what it is a hash of, differ. */
  readonly replaced: boolean;
  readonly fields: readonly FieldChange[];
}

/** A fact of a model, on both sides; absent where one does not have it. */
export interface FactChange {
  readonly fact: string;
  readonly before?: string;
  readonly after?: string;
}

/** A model that comes, goes or changes. */
export interface ModelChange {
  readonly model: string;
  readonly was?: string;
  readonly change: 'added' | 'removed' | 'changed';
  readonly facts: readonly FactChange[];
}

/** What the API server refuses to change. */
export interface BlockedChange {
  readonly object: string;
  readonly field: string;
  readonly way: string;
}

export interface Difference {
  readonly before: string;
  readonly after: string;
  readonly objects: {
    readonly added: readonly string[];
    readonly removed: readonly string[];
    readonly changed: readonly ChangedObject[];
  };
  readonly models: readonly ModelChange[];
  readonly totals: readonly TotalChange[];
  readonly permissions: { readonly gained: readonly string[]; readonly lost: readonly string[] };
  readonly flows: FlowChanges;
  /** Promises that hold only in part: those that do so now, and those that hold whole again. */
  readonly promises: { readonly weakened: readonly string[]; readonly restored: readonly string[] };
  /** What the environment adapts, where both sides have a plan: what is new, and what it no longer adapts. */
  readonly adapted: { readonly gained: readonly string[]; readonly lost: readonly string[] };
  readonly restarts: readonly Restart[];
  /** Why pods of workloads are replaced that the change is not about, and what avoids it. */
  readonly hints: readonly string[];
  readonly blocked: readonly BlockedChange[];
  readonly handovers: readonly Handover[];
}

const without = (some: ReadonlySet<string>, others: ReadonlySet<string>): readonly string[] =>
  [...some].filter((each) => !others.has(each)).sort();

function changedObject({ before, after, renamed }: Pair): readonly ChangedObject[] {
  const fields = fieldChanges(before.manifest, after.manifest);
  if (fields.length === 0) return [];
  return [
    {
      object: after.title,
      was: renamed === undefined ? undefined : before.title,
      replaced: renamed === 'content',
      fields,
    },
  ];
}

function factChanges(before: ModelFacts, after: ModelFacts): readonly FactChange[] {
  const names = [...Object.keys(after), ...Object.keys(before).filter((name) => after[name] === undefined)];
  return names.flatMap((fact) =>
    before[fact] === after[fact] ? [] : [{ fact, before: before[fact], after: after[fact] }],
  );
}

/** Facts that no manifest says. */
const plannedFacts: readonly string[] = ['VRAM', 'quantisation'];

/** A fact that a side's source cannot know is no change. */
const known = (facts: ModelFacts, other: ModelFacts, bothPlanned: boolean): ModelFacts =>
  Object.fromEntries(
    Object.entries(facts).filter(([name]) => bothPlanned || other[name] !== undefined || !plannedFacts.includes(name)),
  );

function modelChanges(before: Side, after: Side, pairs: readonly Pair[]): readonly ModelChange[] {
  const bothPlanned = (before.facts === undefined) === (after.facts === undefined);
  const newTitle = new Map(pairs.map((pair) => [pair.before.title, pair.after.title]));
  const old = new Map(servedModels(before).map((model) => [newTitle.get(model.title) ?? model.title, model]));
  const now = new Map(servedModels(after).map((model) => [model.title, model]));
  return [...new Set([...old.keys(), ...now.keys()])].sort().flatMap((model): readonly ModelChange[] => {
    const [was, is] = [old.get(model), now.get(model)];
    if (was === undefined) return [{ model, change: 'added', facts: factChanges({}, is?.facts ?? {}) }];
    if (is === undefined) return [{ model, change: 'removed', facts: factChanges(was.facts, {}) }];
    const facts = factChanges(known(was.facts, is.facts, bothPlanned), known(is.facts, was.facts, bothPlanned));
    const renamed = was.title === is.title ? undefined : was.title;
    return facts.length === 0 && renamed === undefined ? [] : [{ model, was: renamed, change: 'changed', facts }];
  });
}

const blocked = (pairs: readonly Pair[]): readonly BlockedChange[] =>
  pairs
    .filter(({ renamed }) => renamed === undefined)
    .flatMap(({ before, after }) =>
      immutableChanges(before.manifest, after.manifest).map(({ field, way }) => ({ object: after.title, field, way })),
    );

/** New names of workloads that were given one: `llm-serving/legal`. */
const newNames = (pairs: readonly Pair[]): ReadonlyMap<string, string> =>
  new Map(
    pairs
      .filter(({ after, renamed }) => renamed === 'name' && isServing(after.manifest))
      .map(({ before, after }) => [workloadName(before.manifest), workloadName(after.manifest)]),
  );

const weakenedOf = ({ facts }: Side): ReadonlySet<string> => new Set(facts?.weakened);

/** Folders and clusters do not show what was adapted. */
const adaptedOf = ({ facts }: Side, other: Side): ReadonlySet<string> =>
  new Set(other.facts === undefined ? [] : facts?.adapted);

/** Compares two sides. */
export function difference(before: Side, after: Side): Difference {
  const { pairs, added, removed } = pairObjects(placed(before), placed(after));
  const [may, mayNow] = [permissions(before), permissions(after)];
  const [weak, weakNow] = [weakenedOf(before), weakenedOf(after)];
  const [adapted, adaptedNow] = [adaptedOf(before, after), adaptedOf(after, before)];
  return {
    before: before.name,
    after: after.name,
    objects: {
      added: added.map(({ title }) => title),
      removed: removed.map(({ title }) => title),
      changed: pairs.flatMap(changedObject).sort((a, b) => (a.object < b.object ? -1 : 1)),
    },
    models: modelChanges(before, after, pairs),
    totals: totalChanges(before, after),
    permissions: { gained: without(mayNow, may), lost: without(may, mayNow) },
    flows: flowChanges(before, after, newNames(pairs)),
    promises: { weakened: without(weakNow, weak), restored: without(weak, weakNow) },
    adapted: { gained: without(adaptedNow, adapted), lost: without(adapted, adaptedNow) },
    restarts: restarts(pairs, before, after),
    hints: hints(pairs, before, after),
    blocked: blocked(pairs),
    handovers: handovers(pairs, before, after),
  };
}

/** Whether two sides are the same in everything that is compared. */
export const isSame = ({
  objects,
  totals,
  permissions: { gained, lost },
  flows: { opened, closed },
  promises: { weakened, restored },
  adapted,
}: Difference): boolean =>
  [
    objects.added,
    objects.removed,
    objects.changed,
    totals,
    gained,
    lost,
    opened,
    closed,
    weakened,
    restored,
    adapted.gained,
    adapted.lost,
  ].every((list) => list.length === 0);
