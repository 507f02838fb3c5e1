/** What a user adds to pods and objects: each field is checked where it is given. `joined.ts` joins the levels. */
import { childPath, type Path, secretInText, secretVariable } from '../../core';
import { engineMounts, type Engine, reservedVariable } from '../../engines';
import { isPassingTaint, openedBy, reservedKey } from '../../kubernetes/kinds';
import { coveredBy, imageFolders, type ObjectAdditions, type PodAdditions, type VariableValue } from '../../workload';
import type { FaultList } from '../fault-codes';
import { refuseTwice } from './lists';

type Texts = Readonly<Record<string, string>>;

/** Labels or annotations that have another owner, or an effect that no rule judges. */
function checkMetadata(faults: FaultList, given: Texts | undefined, place: Path): void {
  for (const [key, value] of Object.entries(given ?? {})) {
    const here = childPath(place, key);
    const opens = openedBy(key, value);
    const reserved = reservedKey(key);
    if (opens !== undefined)
      faults.add('OpeningMetadata', here, `'${key}' ${opens}`, {
        fix: 'leave it out; or amend the object, and exempt it from the rule as-planned with a reason',
      });
    else if (reserved !== undefined)
      faults.add('ReservedMetadata', here, `'${key}' ${reserved.because}`, { fix: reserved.instead });
  }
}

export function checkObjectAdditions(faults: FaultList, given: ObjectAdditions | undefined, place: Path): void {
  checkMetadata(faults, given?.labels, childPath(place, 'labels'));
  checkMetadata(faults, given?.annotations, childPath(place, 'annotations'));
}

/** What a value gives away, by the name of its variable or by its form; `undefined` when it is no secret. */
function secretIn(name: string, value: VariableValue): string | undefined {
  if (typeof value !== 'string') return undefined;
  return secretVariable.test(name) && value !== '' ? 'a secret' : secretInText(value);
}

function checkVariables(faults: FaultList, env: PodAdditions['env'], engines: readonly Engine[], place: Path): void {
  for (const [name, value] of Object.entries(env ?? {})) {
    const here = childPath(place, name);
    const [reserved] = engines.flatMap((engine) => reservedVariable(engine, name) ?? []);
    const secret = secretIn(name, value);
    if (reserved !== undefined)
      faults.add('ManagedVariable', here, `${name} ${reserved.because}`, { fix: reserved.instead });
    else if (secret !== undefined)
      faults.add('SecretInVariable', here, `the value would write ${secret} into the manifest`, {
        fix: "{ secret: 'NAME', key: 'KEY' }, with a Secret that you create in the namespace of the engines",
      });
  }
}

/** Reports a folder that something else has. @param other the folder, and what has it */
export function mountTaken(faults: FaultList, path: string, other: string, place: Path): void {
  faults.add('MountTaken', place, `'${path}' would cover ${other}, or be covered by it`, {
    fix: "a folder beside it: '/mnt/name'",
  });
}

/** Two folders of one container of which one covers the other. */
function checkVolumes(faults: FaultList, volumes: PodAdditions['volumes'], place: Path): void {
  const paths = Object.keys(volumes ?? {});
  paths.forEach((path, i) => {
    const covered = coveredBy(path, [...imageFolders, ...engineMounts, ...paths.slice(0, i)]);
    if (covered === undefined) return;
    const ofAnother = imageFolders.includes(covered) ? 'the image' : 'another volume';
    const whose = engineMounts.includes(covered) ? 'Corral' : ofAnother;
    mountTaken(faults, path, `${covered} of ${whose}`, childPath(place, path));
  });
}

/** States of nodes that a pod may stay on for a while. */
const untilEvicted = ['node.kubernetes.io/not-ready', 'node.kubernetes.io/unreachable'];

function checkTolerations(faults: FaultList, tolerations: PodAdditions['tolerations'], place: Path): void {
  const given = tolerations ?? [];
  refuseTwice(faults, given, place, ({ key, value, effect }) => `taint '${key}=${value ?? ''}:${effect}'`);
  given.forEach(({ key, effect, seconds }, i) => {
    const here = childPath(place, i);
    const waits = untilEvicted.includes(key) && effect === 'NoExecute';
    if (seconds !== undefined && effect !== 'NoExecute')
      faults.add('UselessToleration', childPath(here, 'seconds'), `a taint with ${effect} evicts no pod`, {
        fix: ["effect 'NoExecute'", 'remove seconds'],
      });
    if (waits && seconds === undefined)
      faults.add('UselessToleration', here, `without seconds, a pod on a lost node is never replaced`, {
        fix: 'seconds(60)',
      });
    if (!waits && isPassingTaint(key))
      faults.add(
        'UselessToleration',
        childPath(here, 'key'),
        `'${key}' marks nodes that are starting, leaving or full`,
        {
          fix: 'remove it: pods must not go there',
        },
      );
  });
}

/**
 * Checks what is added to pods.
 *
 * @param engines those whose containers may get the variables
 */
export function checkPodAdditions(
  faults: FaultList,
  given: PodAdditions | undefined,
  engines: readonly Engine[],
  place: Path,
): void {
  if (given === undefined) return;
  checkObjectAdditions(faults, given, place);
  checkVariables(faults, given.env, engines, childPath(place, 'env'));
  checkVolumes(faults, given.volumes, childPath(place, 'volumes'));
  checkTolerations(faults, given.tolerations, childPath(place, 'tolerations'));
  refuseTwice(faults, given.imagePullSecrets ?? [], childPath(place, 'imagePullSecrets'), (name) => `Secret '${name}'`);
}
