/**
 * How the model lock is written: sorted by key, one line for each part of a model, so that a review sees what changed.
 */
import type { Model, ModelCatalog } from '../../lib';

const line = (value: unknown): string => JSON.stringify(value);

/** A list stands one element on a line, so that shards and layers of a registry can be read. */
const part = (value: unknown): string =>
  Array.isArray(value) && value.length > 1
    ? `[\n${value.map((each) => `      ${line(each)}`).join(',\n')}\n    ]`
    : line(value);

const model = (entry: Model): string =>
  `{\n${Object.entries(entry)
    .filter(([, value]) => value !== undefined)
    .map(([key, value]) => `    ${JSON.stringify(key)}: ${part(value)}`)
    .join(',\n')}\n  }`;

/** The whole lock as JSON text. */
export function formatLock(catalog: ModelCatalog): string {
  const keys = Object.keys(catalog).sort((a, b) => (a < b ? -1 : 1));
  const entries = keys.flatMap((key) => {
    const entry = catalog[key];
    return entry ? [`  ${JSON.stringify(key)}: ${model(entry)}`] : [];
  });
  return `{\n${entries.join(',\n')}\n}\n`;
}
