/** What a synthesis must lead to: clear faults, or manifests that every reader takes the same way. */
import { isDeepStrictEqual } from 'node:util';
import { load, loadAll } from 'js-yaml';
import { parseAllDocuments } from 'yaml';
import { FaultError, toYaml, type EnvironmentInput, type Fault, type Manifest, type Synthesis } from '../../lib';
import { notJson } from '../../lib/core/json';
import { fieldFaults } from '../../lib/kubernetes/read/field-types';
import { files } from '../../lib/render/files';
import { synthesise } from '../../lib/synthesise';
import type { Outcome } from './subject';

/** Most seconds of processor time for an environment of up to `fewWorkloads`. */
const longest = 1;
const fewWorkloads = 20;
/** Longest sentence that somebody reads. */
const longestSentence = 6000;

/** Characters that change how a line of a terminal or an editor reads. */
export const hidden = /[\p{Cc}\p{Cs}\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069]/u;

function unclear({ at, found, remedies, code }: Fault): string | undefined {
  const sentence = [at, found, ...remedies.flatMap(({ label, options }) => [label, ...options])].join(' ');
  if (at === '' || found === '') return `a fault without a place or a finding: ${JSON.stringify({ at, found, code })}`;
  if (!/^[A-Z][A-Za-z]+$/.test(code)) return `a fault without a code: ${JSON.stringify({ at, found, code })}`;
  if (
    /undefined|\[object|NaN years/.test(
      `${found} ${remedies.map(({ options }) => options.join(' ')).join(' ')}`.replaceAll(
        /'[^']*'|^undefined|\bat undefined/g,
        '',
      ),
    )
  )
    return `a finding that quotes nothing readable: ${at}: ${found}`;
  if (hidden.test(sentence)) return `a sentence with hidden characters: ${JSON.stringify(sentence.slice(0, 300))}`;
  return sentence.length > longestSentence
    ? `a sentence of ${sentence.length} characters: ${sentence.slice(0, 200)}…`
    : undefined;
}

/** How an error counts: only what says where, what and how, with a code. */
export function ofError(error: unknown): Outcome {
  if (!(error instanceof FaultError)) {
    return {
      ended: 'wrong',
      why:
        error instanceof Error
          ? `${error.name}: ${error.message}\n${(error.stack ?? '').split('\n').slice(1, 8).join('\n')}`
          : `thrown: ${String(error)}`,
    };
  }
  if (error.faults.length === 0) return { ended: 'wrong', why: 'refused without a fault' };
  const why = error.faults.map(unclear).find((each) => each !== undefined);
  return why === undefined ? { ended: 'refused' } : { ended: 'wrong', why };
}

function ofManifest(manifest: Manifest): string | undefined {
  const [broken] = notJson(manifest, `${manifest.kind} ${manifest.metadata.name}`);
  if (broken !== undefined) return `${broken.at}: ${broken.found}`;
  const [field] = fieldFaults(manifest);
  return field === undefined ? undefined : `${manifest.kind} ${manifest.metadata.name} ${field.field}: ${field.found}`;
}

/**
 * Whether the text of manifests is read back as it was meant, by the reader of our own library and by one of YAML 1.1,
 * as Kubernetes has.
 */
function ofText(manifests: readonly Manifest[]): string | undefined {
  const text = toYaml(manifests);
  const plain = JSON.parse(JSON.stringify(manifests)) as unknown;
  if (!isDeepStrictEqual(JSON.parse(JSON.stringify(loadAll(text))), plain))
    return `js-yaml reads another object of ${manifests[0]?.kind}`;
  const read = parseAllDocuments(text, { version: '1.1', schema: 'yaml-1.1', merge: false });
  const values = Array.isArray(read) ? read.map((document) => document.toJS({ maxAliasCount: 0 }) as unknown) : [];
  return isDeepStrictEqual(JSON.parse(JSON.stringify(values)), plain)
    ? undefined
    : `a reader of YAML 1.1 reads another object of ${manifests[0]?.kind}`;
}

function ofSynthesis(synthesis: Synthesis): string | undefined {
  for (const { manifests } of synthesis.charts) {
    const why = manifests.map(ofManifest).find((each) => each !== undefined) ?? ofText(manifests);
    if (why !== undefined) return why;
  }
  for (const [path, text] of files(synthesis))
    if (path.endsWith('.json')) JSON.parse(text);
    else if (path === 'kustomization.yaml') load(text);
  return undefined;
}

const count = (value: unknown): number => (typeof value === 'object' && value !== null ? Object.keys(value).length : 0);

/** Synthesises, and says what is wrong with how it ended. */
export function verdictOf(input: unknown): Outcome {
  const started = process.cpuUsage();
  let synthesis: Synthesis | undefined;
  let outcome: Outcome = { ended: 'valid' };
  try {
    synthesis = synthesise(input as EnvironmentInput);
  } catch (error) {
    outcome = ofError(error);
  }
  const { user, system } = process.cpuUsage(started);
  const seconds = (user + system) / 1e6;
  if (outcome.ended === 'wrong') return outcome;
  const { models, ollama } = (typeof input === 'object' && input !== null ? input : {}) as {
    readonly models?: unknown;
    readonly ollama?: unknown;
  };
  if (seconds > longest && count(models) + count(ollama) <= fewWorkloads)
    return { ended: 'wrong', why: `it takes ${seconds.toFixed(1)} s` };
  const why = synthesis === undefined ? undefined : ofSynthesis(synthesis);
  return why === undefined ? outcome : { ended: 'wrong', why };
}
