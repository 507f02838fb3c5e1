/** Tools, their choice, and the form of an answer, as chat completions have them. */
import { accept, byKind, byType, type Check, fields, flag, list, oneOf, open, record, shortText, text } from './check';

/** Names of tools and schemas. */
export const name = shortText(256);

/** A JSON schema, which becomes a grammar: it may refer to itself only. */
export const schema: Check = (value, at, limits) => {
  const problem = record()(value, at, limits);
  return problem ?? (refersOutside(value) ? { at, problem: 'has a `$ref` to another document' } : undefined);
};

function refersOutside(value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return Object.entries(value).some(
    ([key, each]) => (key === '$ref' && typeof each === 'string' && !each.startsWith('#')) || refersOutside(each),
  );
}

const functionTool = fields(
  {
    type: accept(oneOf('function')),
    function: accept(
      fields({ name: accept(name), description: accept(text), parameters: accept(schema), strict: accept(flag) }, [
        'name',
      ]),
    ),
    prompt_cache_breakpoint: accept(open),
  },
  ['type', 'function'],
);

export const tools = list(byType({ function: functionTool }), 512);

export const toolChoice = byKind(
  {
    text: oneOf('none', 'auto', 'required'),
    object: fields({
      type: accept(oneOf('function')),
      function: accept(fields({ name: accept(name) }, ['name'])),
    }),
  },
  '"none", "auto", "required" or a function',
);

export const responseFormat = byType({
  text: fields({ type: accept(text) }),
  json_object: fields({ type: accept(text), schema: accept(schema) }),
  json_schema: fields(
    {
      type: accept(text),
      json_schema: accept(
        fields({ name: accept(name), description: accept(text), schema: accept(schema), strict: accept(flag) }, [
          'schema',
        ]),
      ),
    },
    ['json_schema'],
  ),
});

/** Calls of tools in a message of the assistant: arguments are text, or an object with Ollama. */
export const toolCalls = list(
  fields(
    {
      id: accept(shortText(256)),
      type: accept(oneOf('function')),
      index: accept(open),
      function: accept(
        fields(
          {
            name: accept(name),
            arguments: accept(byKind({ text, object: record() }, 'text or an object')),
            index: accept(open),
          },
          ['name'],
        ),
      ),
    },
    ['function'],
  ),
  512,
);
