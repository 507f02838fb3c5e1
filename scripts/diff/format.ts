/** The form in which a comparison is printed. */
import { FaultError } from '../../lib';
import { usageFault, type Values } from '../command';
import { line } from './options';

/** Fewer characters hold nothing but the sentence about what is left out. */
const shortest = 1000;

/** The form of the report, and most characters of Markdown. @throws FaultError for options that exclude each other */
export function formatOf({ markdown, json, limit: given }: Values<typeof line.options>): {
  readonly format: 'text' | 'markdown' | 'json';
  readonly limit?: number;
} {
  const limit = given === undefined ? undefined : Number(given);
  const faults = [
    ...(markdown && json
      ? [usageFault(line, '--markdown and --json exclude each other', { fix: 'leave one of them out' })]
      : []),
    ...(limit !== undefined && (!markdown || !Number.isInteger(limit) || limit < shortest)
      ? [
          usageFault(line, `--limit has '${given ?? ''}'${markdown ? '' : ' without --markdown'}`, {
            allowed: `a whole number from ${shortest}, together with --markdown`,
          }),
        ]
      : []),
  ];
  if (faults.length > 0) throw new FaultError(faults);
  return { format: markdown ? 'markdown' : json ? 'json' : 'text', limit };
}
