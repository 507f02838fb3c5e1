/** Names of models in Ollama: how clients ask for them, and which of them share one process and its memory. */
import type { OfferedModel } from './manifest';

/** Name with its tag: Ollama takes `latest` where a client gives none. */
export const completeName = (name: string): string => (/:[^/]*$/.test(name) ? name : `${name}:latest`);

const nameForm = /^(?:\w[\w-]{0,79}\/)?\w[\w.-]{0,79}:\w[\w.-]{0,79}$/;

/** Whether Ollama can list a model by a complete name. */
export const isOllamaName = (name: string): boolean => nameForm.test(name);

/** Name of a GGUF file of the catalogue: `llama-3.2-3b-instruct/Q4_K_M` is `llama-3.2-3b-instruct:Q4_K_M`. */
export const nameOfKey = (key: string): string => completeName(key.replace(/\/([^/]*)$/, ':$1'));

/** The file by which Ollama knows a loaded model: names of one file share its process. */
const processOf = ({ model: { files } }: Pick<OfferedModel, 'model'>): string =>
  files.map(({ sha256 }) => sha256).join(' ');

/** The first of those that share a process, in their order. */
export function onePerProcess<Offered extends Pick<OfferedModel, 'model'>>(
  list: readonly Offered[],
): readonly Offered[] {
  const seen = new Set<string>();
  return list.filter((each) => {
    const process = processOf(each);
    if (seen.has(process)) return false;
    seen.add(process);
    return true;
  });
}

/** Those that share a process, together. */
export const byProcess = <Offered extends Pick<OfferedModel, 'model'>>(
  list: readonly Offered[],
): readonly (readonly Offered[])[] =>
  onePerProcess(list).map((first) => list.filter((each) => processOf(each) === processOf(first)));
