/** What Ollama's clients are shown of models: by the names that a client may use, from what the environment knows. */
import { accept, type Check, fields, flag, type Json, refuse, shortText } from '../fields/check';
import type { NamedModel } from '../request/names';
import { scan } from '../request/scan';

/** Clients need a date of each model, and use it for nothing. */
export const someTime = '2000-01-01T00:00:00Z';

const details = ({ facts }: NamedModel['model']) => ({
  parent_model: '',
  format: 'gguf',
  family: facts?.architecture ?? '',
  families: facts === undefined ? [] : [facts.architecture],
  parameter_size: '',
  quantization_level: facts?.quantisation ?? '',
});

/** An entry of `/api/tags`. */
export const ollamaModel = (name: string, model: NamedModel['model']): unknown => ({
  name,
  model: name,
  modified_at: someTime,
  size: model.facts?.bytes ?? 0,
  digest: '',
  details: details(model),
});

/** What a model can do. Whether its template takes tools is not known here: Ollama refuses them where it does not. */
const capabilities = ({ apis, images }: NamedModel['model']): readonly string[] => [
  ...(apis.includes('chat') ? ['completion', 'tools'] : ['embedding']),
  ...(images ? ['vision'] : []),
];

/** The answer of `/api/show`. Templates and parameters belong to the platform. */
export function ollamaShow(model: NamedModel['model']): unknown {
  const { facts, contextLength } = model;
  const architecture = facts?.architecture ?? 'unknown';
  return {
    modelfile: '',
    parameters: '',
    template: '',
    details: details(model),
    model_info: {
      'general.architecture': architecture,
      [`${architecture}.context_length`]: contextLength,
      ...(facts === undefined ? {} : { [`${architecture}.embedding_length`]: facts.embeddingLength }),
    },
    capabilities: capabilities(model),
    modified_at: someTime,
  };
}

const notShown = refuse('it belongs to the platform');

/** A body of `/api/show`; older clients send `name`. */
const show: Check = fields({
  model: accept(shortText(256)),
  name: accept(shortText(256)),
  verbose: accept(flag),
  system: notShown,
  template: notShown,
  options: notShown,
});

/** Longest body of `/api/show`. */
export const longestShow = 4096;

/** The model that a body of `/api/show` asks for, or what is wrong with it. */
export function askedModel(
  body: Uint8Array,
): { readonly name: string } | { readonly problem: string; readonly at?: string } {
  const scanned = scan(body);
  if ('problem' in scanned) return scanned;
  const value = scanned.value as Json;
  const problem = show(value, '', { engine: 'ollama', contextLength: 0, maxOutputLength: 0, images: false });
  if (problem !== undefined) return { problem: `\`${problem.at || 'the body'}\` ${problem.problem}`, at: problem.at };
  const { model, name } = value as { readonly model?: string | null; readonly name?: string | null };
  const asked = (model ?? '') === '' ? name : model;
  return (asked ?? '') === '' ? { problem: 'the field `model` is missing', at: 'model' } : { name: asked as string };
}
