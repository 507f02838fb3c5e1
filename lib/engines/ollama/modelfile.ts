/**
 * What a Modelfile adds to a model: system prompt, template and parameters, as typed values. Refuses what would change
 * the memory that the plan counts, with the reason.
 */
import { childPath, type Fault, fault, type Path, suggest } from '../../core';
import { hasQuestion, templateProblem } from './template';

/** Parameters by their names in Ollama (`PARAMETER`): the defaults of requests that do not set them. */
export interface OllamaParameters {
  readonly temperature?: number;
  readonly top_k?: number;
  readonly top_p?: number;
  readonly min_p?: number;
  /** Tokens that `repeat_penalty` looks back. */
  readonly repeat_last_n?: number;
  readonly repeat_penalty?: number;
  readonly presence_penalty?: number;
  readonly frequency_penalty?: number;
  readonly seed?: number;
  /** Most tokens of an answer, at most the `maxOutputLength` of the fleet. */
  readonly num_predict?: number;
  /** Texts that end an answer. */
  readonly stop?: readonly [string, ...string[]];
}

/** What each parameter takes; none of them changes how a model is loaded. */
const parameterKinds = {
  temperature: 'number',
  top_k: 'whole',
  top_p: 'number',
  min_p: 'number',
  repeat_last_n: 'whole',
  repeat_penalty: 'number',
  presence_penalty: 'number',
  frequency_penalty: 'number',
  seed: 'whole',
  num_predict: 'whole',
  stop: 'texts',
} as const satisfies Readonly<Record<keyof OllamaParameters, 'number' | 'whole' | 'texts'>>;

/** What a Modelfile adds to the model that it begins from. */
export interface Modelfile {
  /** System prompt of chats that bring none (`SYSTEM`). @default - that of the model */
  readonly system?: string;
  /**
   * Go template by which prompts are made (`TEMPLATE`). The servers of the fleet then use the template of every model
   * that has one, also where its GGUF file has another (`OLLAMA_GO_TEMPLATE=1`).
   * @default - that of the model
   */
  readonly template?: string;
  /** Defaults of requests, by their names in Ollama (`PARAMETER`). @default - those of the model */
  readonly parameters?: OllamaParameters;
  /**
   * LoRA adapter, by its name among those of the model in the catalogue (`ADAPTER`). All names of the model in a fleet
   * have the same one, or none. @default - none
   */
  readonly adapter?: string;
}

/** A Modelfile whose parameters, by name, are not checked yet. */
export type UncheckedModelfile = Omit<Modelfile, 'parameters'> & { readonly parameters?: object };

const names = Object.keys(parameterKinds);

/** Why a parameter of Ollama is not offered, and what to do instead. */
const notOffered: Readonly<Record<string, readonly [because: string, instead: string]>> = {
  num_ctx: ['the plan counts the context of the fleet', 'settings.contextLength of the fleet'],
  num_batch: ['another batch needs other memory than the plan counts', 'leave it out'],
  num_gpu: ['layers would move from the GPUs that the plan has counted', 'gpus of the fleet'],
  main_gpu: ['the plan counts how models are spread over the GPUs', 'leave it out'],
  use_mmap: ['the plan counts weights as Ollama loads them by itself', 'leave it out'],
  num_thread: ['threads follow from the cores of the pod', 'cpu of the fleet'],
  draft_num_predict: ['a draft model is not counted in a fleet', 'a llama-server with a draft, under models'],
  num_keep: ['it is a flag of the process that all names of one model share', 'leave it out'],
  typical_p: ['Ollama refuses requests for a model that has it', 'leave it out'],
};

/** Whether a parameter would have Ollama load a model otherwise than the plan counts. */
export const changesMemory = (name: string): boolean =>
  Object.hasOwn(notOffered, name) && name !== 'num_keep' && name !== 'typical_p';

function nameFault(name: string, at: Path): Fault {
  const [because, instead] = (Object.hasOwn(notOffered, name) ? notOffered[name] : undefined) ?? [];
  if (because === undefined || instead === undefined)
    return fault('ParameterNotOffered', at, `Ollama has no parameter '${name}'`, {
      'did you mean': suggest(name, names),
      allowed: names,
    });
  return fault('ParameterNotOffered', at, `${name} is not offered, because ${because}`, { fix: instead });
}

function valueFault(name: keyof typeof parameterKinds, value: unknown, most: number, at: Path): Fault | undefined {
  const wrong = (allowed: string): Fault =>
    fault('ParameterValue', at, `${JSON.stringify(value)} is no value of ${name}`, { allowed });
  switch (parameterKinds[name]) {
    case 'texts':
      return Array.isArray(value) && value.length > 0 ? undefined : wrong('a list of texts, at least one');
    case 'number':
      return typeof value === 'number' ? undefined : wrong('a number');
    case 'whole': {
      if (!Number.isSafeInteger(value)) return wrong('a whole number');
      // Without an end an answer outlives the drain, which waits for the longest one.
      const ends = name !== 'num_predict' || ((value as number) >= 1 && (value as number) <= most);
      return ends ? undefined : wrong(`1 to ${most}, which is maxOutputLength`);
    }
  }
}

const isOffered = (name: string): name is keyof typeof parameterKinds => Object.hasOwn(parameterKinds, name);

/** By this text the collector of the store finds manifests among other files. */
const manifestMark = '"schemaVersion"';

/** What is wrong with a Modelfile. Codes `ParameterNotOffered`, `ParameterValue`, `TemplateBroken`, `ModelfileText`. */
export function checkModelfile(
  { system, template, parameters = {} }: UncheckedModelfile,
  maxOutputLength: number,
  at: Path,
): readonly Fault[] {
  const given: readonly (readonly [string, unknown])[] = Object.entries(parameters);
  const found = given.flatMap(([name, value]) => {
    const here = childPath(at, 'parameters', name);
    return (isOffered(name) ? valueFault(name, value, maxOutputLength, here) : nameFault(name, here)) ?? [];
  });
  const problem = template === undefined ? undefined : templateProblem(template);
  if (problem !== undefined)
    found.push(
      fault('TemplateBroken', childPath(at, 'template'), `Ollama could not read it: ${problem}`, {
        fix: 'check it with ollama create on your machine',
      }),
    );
  if (template !== undefined && problem === undefined && !hasQuestion(template))
    found.push(
      fault(
        'TemplateBroken',
        childPath(at, 'template'),
        'it has neither .Prompt nor .Messages, so no question would reach the model',
        { fix: '{{ .Prompt }} where the question goes' },
      ),
    );
  for (const [field, text] of Object.entries({ system, template })) {
    if (text?.includes(manifestMark) !== true) continue;
    found.push(
      fault('ModelfileText', childPath(at, field), `it contains ${manifestMark}, by which the store knows manifests`, {
        fix: 'write a space between the word and its quotes',
      }),
    );
  }
  return found;
}
