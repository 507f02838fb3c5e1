/** `/v1/embeddings` and `/v1/rerank`. */
import { accept, byKind, type FieldTable, fields, flag, list, oneOf, refuse, text, whole } from './check';
import { label, model } from './common';
import { llamaServerRefused } from './refused';

/** Texts of one request. */
const most = 2048;

/** Texts. Tokens are refused: those of another model are another text. */
export const texts = byKind(
  { text, list: list(text, most, 1) },
  'text, or a list of texts: tokens are those of another model',
);

export const embeddingsTable = {
  ...llamaServerRefused,
  model,
  input: accept(texts),
  dimensions: accept(whole(1, 65_536)),
  encoding_format: accept(oneOf('float', 'base64')),
  user: label,
  embd_normalize: accept(whole(-1, 2)),
} satisfies FieldTable;

export const embeddings = fields(embeddingsTable, ['model', 'input']);

const documents = list(
  byKind({ text, object: fields({ text: accept(text) }, ['text']) }, 'text, or an object with `text`'),
  most,
  1,
);

const rerankTable = {
  ...llamaServerRefused,
  model,
  query: accept(text),
  documents: accept(documents),
  top_n: accept(whole(1, most)),
  return_documents: accept(flag),
  user: label,
  texts: refuse('use `documents`'),
} satisfies FieldTable;

export const rerank = fields(rerankTable, ['model', 'query', 'documents']);
