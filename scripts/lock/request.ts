/** What `npm run lock` is asked for, read from the words of the command line and checked. */
import { basename } from 'node:path';
import { FaultError, type Fault, type Model } from '../../lib';
import { readJson, usageFault, type Parsed } from '../command';
import { adapterWord } from './adapters';
import type { LockRequest } from './lock-request';
import { line, publicHub } from './options';
import { type Place, placeForms, placeOf } from './place';
import type { TagRequest } from './tag';

/** What `corral measure` printed. */
const readMeasured = (path: string): Model['memory'] =>
  readJson(path, 'corral measure FILE --server PATH > measured.json') as Model['memory'];

export type LockWords = Parsed<typeof line.options>;

const digest = /^[0-9a-f]{64}$/;

const onHub = (repo: string | undefined, file: string): Place | undefined =>
  repo === undefined ? undefined : { origin: { from: 'huggingface', repo }, path: basename(file) };

/** What does not go with `--from`. */
function fromFaults(
  file: string,
  from: string | undefined,
  repo: string | undefined,
  second: string | undefined,
  place: Place | undefined,
): readonly Fault[] {
  if (from === undefined) return [];
  // A tag of Ollama refuses it with all options of files.
  if (file === 'ollama') return [];
  if (second !== undefined)
    return [
      usageFault(line, '--from is given with a file of a hub', { fix: 'give the path of the file on this machine' }),
    ];
  if (repo !== undefined) return [usageFault(line, '--from and --repo are both given', { fix: 'give one of the two' })];
  return place === undefined ? [usageFault(line, `--from has '${from}'`, { allowed: placeForms })] : [];
}

/** What is to be locked, from the words of the command line. @throws FaultError for what does not go with it */
export function requestOf({
  values: { repo, from, projector, template, adapter, measured, hub, revision, sha256, entry: key },
  positionals: [first = '', second],
}: LockWords): LockRequest | TagRequest {
  const place = from === undefined ? onHub(repo, first) : placeOf(from, first);
  const faults = [
    ...sha256
      .filter((each) => !digest.test(each))
      .map((each) => usageFault(line, `--sha256 has '${each}'`, { allowed: '64 digits of 0 to 9 and a to f' })),
    ...fromFaults(first, from, repo, second, place),
  ];
  const adapters = adapter.flatMap((each) => adapterWord(each) ?? []);
  for (const each of adapter.filter((text) => adapterWord(text) === undefined)) {
    faults.push(
      usageFault(line, `--adapter has '${each}'`, {
        allowed: 'NAME=FILE or NAME=OWNER/REPOSITORY:FILE, with a name of lower-case letters, digits and hyphens',
      }),
    );
  }
  if (faults.length > 0) throw new FaultError(faults);
  if (first === 'ollama' && second !== undefined) {
    const ofFiles = Object.entries({
      projector,
      template,
      measured,
      adapter: adapter[0],
      repo,
      from,
      revision,
      sha256: sha256[0],
      entry: key,
    });
    const given = ofFiles.filter(([, value]) => value !== undefined);
    if (given.length === 0) return { from: 'tag', tag: second, hub };
    throw new FaultError(given.map(([name]) => usageFault(line, `--${name} does not go with a tag of Ollama`)));
  }
  const memory = measured === undefined ? undefined : readMeasured(measured);
  return second === undefined
    ? { from: 'disk', file: first, projector, memory, template, adapters, place, key }
    : {
        from: 'hub',
        repo: first,
        file: second,
        projector,
        memory,
        template,
        adapters,
        hub: hub ?? publicHub,
        revision: revision ?? 'main',
        sha256,
        key,
      };
}
