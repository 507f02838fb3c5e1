/** What is wrong, where, how to fix it, and a stable code. Faults are collected and reported together. */
import type { Path } from './path';

/**
 * The tables of all codes, by name. Each table adds itself, so that a code without a meaning does not compile:
 * `declare module '../core/fault' { interface FaultTables { readonly plan: typeof planFaultCodes } }`.
 */
// eslint-disable-next-line @typescript-eslint/no-empty-object-type
export interface FaultTables {}

/** A code that one of the tables explains. */
export type FaultCode = Extract<{ readonly [T in keyof FaultTables]: keyof FaultTables[T] }[keyof FaultTables], string>;

/** The ways to fix a fault: a sentence that says what they are, and the single changes, best first. */
export interface Remedy {
  /** Introduces the options: `allowed`, `did you mean`, `fits with`, `fix`. */
  readonly label: string;
  readonly options: readonly string[];
}

/** One thing that is wrong with an input. */
export interface Fault {
  /** Where: `production.models['llama-3-70b'].gpus`. */
  readonly at: Path;
  /** What was found, with its value: one clause without a final stop. */
  readonly found: string;
  readonly remedies: readonly Remedy[];
  /** Stable, searchable name of this kind of fault, documented in `docs/reference/errors.md`. */
  readonly code: string;
}

/**
 * Characters that a terminal or an editor acts on instead of showing them: control, half of a surrogate pair, line
 * ends, direction of writing.
 */
const hidden = /[\p{Cc}\p{Cs}\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff]/gu;

/** Characters that are kept of a longer text, at its start and at its end. */
const kept = { start: 700, end: 200 } as const;

const shortened = (text: string): string =>
  text.length <= kept.start + kept.end
    ? text
    : `${text.slice(0, kept.start)}… (${text.length} characters) …${text.slice(-kept.end)}`;

/**
 * A text as it can be printed: not longer than a screen, every hidden character written out, `\u{a}` for a line feed.
 */
const visible = (text: string): string =>
  shortened(text).replaceAll(hidden, (character) => `\\u{${character.charCodeAt(0).toString(16)}}`);

/** Builds a fault; `remedies` maps a label to one option or several. Empty options are left out. */
export function fault(
  code: FaultCode,
  at: Path,
  found: string,
  remedies: Readonly<Record<string, string | readonly string[]>> = {},
): Fault {
  return {
    at: visible(at),
    found: visible(found),
    remedies: Object.entries(remedies)
      .map(([label, options]) => ({ label, options: (typeof options === 'string' ? [options] : options).map(visible) }))
      .filter(({ options }) => options.length > 0),
    code,
  };
}

/** A fault as people read it: the finding, a line for each remedy, the code in brackets. */
export function formatFault({ at, found, remedies, code }: Fault): string {
  return [
    `${at}: ${found}.`,
    ...remedies.map(({ label, options }) => `  ${label}: ${options.join(' · ')}`),
    `  [${code}]`,
  ].join('\n');
}

/** Thrown when an input cannot be used; carries every fault that was found, not the first. */
export class FaultError extends Error {
  override readonly name = 'FaultError';

  constructor(readonly faults: readonly Fault[]) {
    super(faults.map(formatFault).join('\n'));
  }
}

/** Whether a question is answered with yes; what is refused on the way is a no. */
export function accepts(question: () => boolean): boolean {
  try {
    return question();
  } catch (error) {
    if (error instanceof FaultError) return false;
    throw error;
  }
}

/** Throws one fault at once: for values that a caller hands to a construct or a function directly. */
export function refuse(
  code: FaultCode,
  at: Path,
  found: string,
  remedies: Readonly<Record<string, string | readonly string[]>> = {},
): never {
  throw new FaultError([fault(code, at, found, remedies)]);
}
