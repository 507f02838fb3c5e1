/** Public names of models: a name is a key, or an alias of one. */
import type { GatewayModel } from 'corral';

/** A model with its key, which is its name in headers, logs and lists. */
export interface NamedModel {
  readonly name: string;
  readonly model: GatewayModel;
}

/** What a client, or a key of it, may ask for. */
export type Rights = 'all' | readonly string[];

/** Models by their keys. */
export type Models = ReadonlyMap<string, GatewayModel>;
export type ModelNames = ReadonlyMap<string, NamedModel>;

const latest = ':latest';

/** Ollama reads `qwen` as `qwen:latest`. */
const ollamaNames = (name: string): readonly string[] => {
  if (name.endsWith(latest)) return [name, name.slice(0, -latest.length)];
  return name.includes(':') ? [name] : [name, `${name}${latest}`];
};

export function modelNames(models: Models): ModelNames {
  const names = new Map<string, NamedModel>();
  // Names as they are written win over those that Ollama reads as the same.
  for (const [name, model] of models)
    for (const each of [name, ...model.aliases]) if (!names.has(each)) names.set(each, { name, model });
  for (const [name, model] of models) {
    if (model.engine !== 'ollama') continue;
    for (const each of [name, ...model.aliases].flatMap(ollamaNames))
      if (!names.has(each)) names.set(each, { name, model });
  }
  return names;
}

/** A right to one name of a model is a right to the model. */
export const mayUse = (rights: Rights, { name, model }: NamedModel): boolean =>
  rights === 'all' || rights.includes(name) || model.aliases.some((alias) => rights.includes(alias));
