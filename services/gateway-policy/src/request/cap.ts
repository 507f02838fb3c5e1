/**
 * Bounds an answer that has no bound. llama-server has one on its command line, Ollama has none: without `num_predict` an
 * answer could be longer than what the request is charged.
 */
import type { JsonObject, Limits } from '../fields/check';
import { placeOf } from './place';

/** The field by which Ollama bounds an answer, on each path of OpenAI's API. */
const fieldOf: Readonly<Record<string, string>> = {
  '/v1/chat/completions': 'max_tokens',
  '/v1/completions': 'max_tokens',
  '/v1/responses': 'max_output_tokens',
};
const ownPaths: readonly string[] = ['/api/chat', '/api/generate'];

/** A change of a text: what stands from one index to another becomes another text. */
interface Edit {
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/** Sets a field of the object that begins at an index. */
function set(text: string, open: number, isEmpty: boolean, field: string, value: string): Edit {
  const { value: given, end } = placeOf(text, open, field);
  return given === undefined
    ? { from: end, to: end, text: `${isEmpty ? '' : ','}"${field}":${value}` }
    : { ...given, text: value };
}

const isNumber = (value: unknown): boolean => typeof value === 'number';

function edit(path: string, text: string, body: JsonObject, longest: number): Edit | undefined {
  const open = text.indexOf('{');
  if (!ownPaths.includes(path)) {
    const field = fieldOf[path];
    return field === undefined || isNumber(body[field]) ? undefined : set(text, open, false, field, `${longest}`);
  }
  const options = (body.options ?? undefined) as JsonObject | undefined;
  if (options === undefined) return set(text, open, false, 'options', `{"num_predict":${longest}}`);
  if (isNumber(options.num_predict)) return undefined;
  const inside = text.indexOf('{', placeOf(text, open, 'options').value?.from);
  return set(text, inside, Object.keys(options).length === 0, 'num_predict', `${longest}`);
}

/**
 * What Envoy changes in the body of a request, as its header `x-corral-edit` has it: two offsets in bytes, and the text that
 * takes the place of what is between them. Undefined: nothing.
 */
export function capEdit(
  path: string,
  text: string,
  body: JsonObject,
  { engine }: Pick<Limits, 'engine'>,
  longest: number,
): string | undefined {
  const found = engine === 'ollama' ? edit(path, text, body, longest) : undefined;
  if (found === undefined) return undefined;
  const bytes = (index: number): number => Buffer.byteLength(text.slice(0, index));
  return `${bytes(found.from)} ${bytes(found.to)} ${found.text}`;
}
