/** What `npm run lock` is asked for, read from the words of the command line and checked. */
import { basename } from 'node:path';
import { FaultError, type Fault, type Model } from '../../lib';
import { isPlainObject, refuse } from '../../lib/internal';
import { readJson, usageFault, type Parsed } from '../command';
import { adapterWord } from './adapters';
import type { LockRequest } from './lock-request';
import { line, publicHub } from './options';
import { isGguf as isGgufPath, type Place, placeForms, placeOf } from './place';
import type { TagRequest } from './tag';

/** What `corral measure` printed. */
/** The command whose output `--measured` takes. */
const measuredBy = 'corral measure FILE --server PATH > measured.json';

function readMeasured(path: string): Model['memory'] {
  const value = readJson(path, measuredBy);
  return isPlainObject(value) && isPlainObject(value['measured'])
    ? (value as unknown as Model['memory'])
    : refuse('NotMeasured', path, 'it has no measured memory', { fix: measuredBy });
}

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

const isAddress = (text: string): boolean => /^https?:\/\//i.test(text);

/** The place of a file that is given by its address. @throws FaultError for what does not go with it */
function onServer(address: string, given: Readonly<Record<'repo' | 'from' | 'hub' | 'second', string | undefined>>) {
  const place = placeOf(address, '');
  const { second, ...options } = given;
  const faults = [
    ...Object.entries(options).flatMap(([name, value]) =>
      value === undefined
        ? []
        : [usageFault(line, `--${name} does not go with an address`, { fix: `leave --${name} out` })],
    ),
    ...(second === undefined
      ? []
      : [usageFault(line, `'${second}' is given behind an address`, { fix: 'give the address alone' })]),
    ...(place === undefined || !isGgufPath(place.path)
      ? [usageFault(line, `'${address}' is not the address of a GGUF file`, { allowed: placeForms[0] })]
      : []),
  ];
  if (faults.length > 0 || place === undefined) throw new FaultError(faults);
  return place;
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
  if (first === 'ollama' && second === undefined)
    faults.push(usageFault(line, 'the TAG of Ollama is missing', { fix: 'ollama llama3.2:3b' }));
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
  if (isAddress(first)) {
    return {
      from: 'web',
      file: first,
      projector,
      memory,
      template,
      adapters,
      place: onServer(first, { repo, from, hub, second }),
      sha256,
      key,
    };
  }
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
