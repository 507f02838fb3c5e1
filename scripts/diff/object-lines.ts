/** A changed object in lines: its title, and the fields that a reader can take in. */
import type { Difference } from '../../lib';

type ChangedObject = Difference['objects']['changed'][number];
type FieldChange = ChangedObject['fields'][number];

/** Most fields that are shown of one object. */
const mostFields = 6;
/** Longest value that is shown as it is. */
const longestValue = 60;

/** `Deployment llm-serving/legal` → `llm-serving/legal` */
export const objectTitle = (title: string): string => title.slice(title.indexOf(' ') + 1);

/** Why a number is what it is changes whenever the number does. */
const isReason = ({ field }: FieldChange): boolean => field.includes('corral.dev/because.');

function valueText(value: unknown): string {
  if (value === undefined) return 'none';
  const text = typeof value === 'string' ? value : JSON.stringify(value);
  if (text.includes('\n')) return `${text.split('\n').length} lines`;
  if (text.length <= longestValue) return text;
  return typeof value === 'string'
    ? `${text.slice(0, longestValue)}…`
    : Array.isArray(value)
      ? `a list of ${value.length}`
      : 'an object';
}

const fieldLine = ({ field, before, after }: FieldChange): string => {
  const [was, is] = [valueText(before), valueText(after)];
  return was === is ? `    ${field}: changed (${is})` : `    ${field}: ${was} → ${is}`;
};

/** The lines of one object. */
export function changedLines({ object, was, replaced, fields }: ChangedObject): readonly string[] {
  const listed = fields.filter((field) => !isReason(field) && !(was !== undefined && field.field === 'metadata.name'));
  const title =
    was === undefined ? object : replaced ? `${was} → ${objectTitle(object)}` : `${object} (was ${objectTitle(was)})`;
  if (listed.length === 0) return [`~ ${title}: ${fields.some(isReason) ? 'reasons only' : 'name only'}`];
  const shown = listed.slice(0, mostFields).map(fieldLine);
  const left = listed.length - shown.length;
  return [`~ ${title}`, ...shown, ...(left > 0 ? [`    and ${left} more ${left === 1 ? 'field' : 'fields'}`] : [])];
}
