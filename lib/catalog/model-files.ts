/** Every file of a model that llama-server reads, and what the store calls those that are no model. */
import type { Model } from './model';
import type { ModelOrigin } from './origin';
import type { WeightsFile } from './weights-file';

/** A file of a model, as the store has it. */
export interface StoredFile extends WeightsFile {
  /** Its name in the store. @default - the last part of its path, which ends in `.gguf` there */
  readonly name?: string;
  /** Repository of the hub that has it. @default - where the model comes from */
  readonly origin?: { readonly repo: string; readonly revision?: string };
}

/** Name of the chat template of a model in the store. */
export const chatTemplateName = 'chat-template.jinja';

/** Name of an adapter of a model in the store: its own name, since files of several repositories are called alike. */
export const adapterName = (adapter: string): string => `lora-${adapter}.gguf`;

/** The model's GGUF file or its shards in order, then its projector's, its chat template and its adapters. */
export const modelFiles = ({
  files,
  projector,
  chatTemplate,
  adapters = {},
}: Pick<Model, 'files' | 'projector' | 'chatTemplate' | 'adapters'>): readonly StoredFile[] => [
  ...files,
  ...(projector === undefined ? [] : [projector.file]),
  ...(chatTemplate === undefined ? [] : [{ ...chatTemplate, name: chatTemplateName }]),
  ...Object.entries(adapters).map(([name, { file, origin }]) => ({ ...file, name: adapterName(name), origin })),
];

/** Where the files of a model come from: its own origin first, then the hub if adapters are in other repositories. */
export const originsOf = (model: Pick<Model, 'origin' | 'adapters'>): readonly ModelOrigin[] => [
  model.origin,
  ...Object.values(model.adapters ?? {}).flatMap(({ origin }): readonly ModelOrigin[] =>
    origin === undefined ? [] : [{ from: 'huggingface', ...origin }],
  ),
];
