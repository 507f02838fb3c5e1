/**
 * A command line as data: its arguments, options, exit codes and examples. Parser, `--help` and the reference are made
 * from it.
 */

import { filled, plain, wrapped, type Layout } from './layout';

/** What the exit codes of all commands mean. */
export const exitMeanings = {
  0: 'nothing to report',
  1: 'differs, or out of date',
  2: 'refused: faults',
  3: 'cannot run: usage, unreadable input or missing tool',
} as const;

export type Exit = keyof typeof exitMeanings;

/** One option, `--name` or `--name VALUE`. */
export interface OptionLine {
  readonly type: 'boolean' | 'string';
  /** What stands for the value in the help: `NAME`. Only with `string`. */
  readonly value?: string;
  /** What it does, as one line of help, with its default. */
  readonly text: string;
  /** May be given several times. @default false */
  readonly multiple?: boolean;
  /** Must be given. @default false */
  readonly required?: boolean;
}

export type OptionLines = Readonly<Record<string, OptionLine>>;

/** Arguments without a name, in their order. */
export interface ArgumentLine {
  /** What stands for them in the usage: `A B`, `[COMPONENT]…`. */
  readonly form: string;
  readonly text: string;
  readonly min: number;
  readonly max: number;
}

export interface CommandLine<O extends OptionLines = OptionLines> {
  /** Name of the npm script. */
  readonly name: string;
  /** What it does, in a sentence. */
  readonly does: string;
  /** @default - none are taken */
  readonly arguments?: ArgumentLine;
  readonly options: O;
  /** What each exit code means; 3 always means that it cannot run. */
  readonly exits: Readonly<Partial<Record<0 | 1 | 2, string>>>;
  /** Whole lines that work. */
  readonly examples: readonly string[];
  /** What else a user has to know: variables, networks. @default - nothing */
  readonly more?: string;
  /** What the report of faults ends with. @default - only their count */
  readonly refused?: string;
  /** Reads the overlays. @default false */
  readonly overlays?: boolean;
}

type TextOf<L extends OptionLine> = L extends { readonly multiple: true }
  ? readonly string[]
  : L extends { readonly required: true }
    ? string
    : string | undefined;

/** The values of options as a command gets them. */
export type Values<O extends OptionLines> = {
  readonly [K in keyof O]: O[K] extends { readonly type: 'boolean' } ? boolean : TextOf<O[K]>;
};

/** Exit codes with their meanings, in order. */
export const exitsOf = ({ exits }: CommandLine): readonly (readonly [Exit, string])[] =>
  ([0, 1, 2, 3] as const).flatMap((code) => {
    const text = code === 3 ? exitMeanings[3] : exits[code];
    return text === undefined ? [] : [[code, text] as const];
  });

/** `--env NAME`. */
export const optionForm = (name: string, { value }: OptionLine): string =>
  value === undefined ? `--${name}` : `--${name} ${value}`;

function optionUsage([name, option]: readonly [string, OptionLine]): string {
  const form = optionForm(name, option);
  return `${option.required === true ? form : `[${form}]`}${option.multiple === true ? '…' : ''}`;
}

const usageParts = (line: CommandLine): readonly string[] => [
  ...(line.arguments === undefined ? [] : [line.arguments.form]),
  ...Object.entries(line.options).map(optionUsage),
];

/** `npm run synth -- [--env NAME]…`. */
export const usageOf = (line: CommandLine): string => [`npm run ${line.name} --`, ...usageParts(line)].join(' ');

/** What `--help` prints. `layout` - how wide it may be */
export function helpOf(line: CommandLine, { width }: Layout = plain): string {
  const rows = [
    ...(line.arguments === undefined ? [] : [[line.arguments.form, line.arguments.text] as const]),
    ...Object.entries(line.options).map(([name, option]) => [optionForm(name, option), option.text] as const),
    ['-h, --help', 'print this'] as const,
  ];
  const widest = Math.max(...rows.map(([form]) => form.length));
  // Two spaces before and behind the forms.
  const margin = 4;
  return [
    ...wrapped(line.does, width),
    '',
    ...filled([`Usage: npm run ${line.name} --`, ...usageParts(line)], width - 2).map((text, i) =>
      i === 0 ? text : `  ${text}`,
    ),
    '',
    ...rows.flatMap(([form, text]) =>
      text
        .split('\n')
        .flatMap((each) => wrapped(each, width - widest - margin))
        .map((each, i) => `  ${(i === 0 ? form : '').padEnd(widest)}  ${each}`),
    ),
    '',
    line.examples.length === 1 ? 'Example:' : 'Examples:',
    ...line.examples.map((example) => `  ${example}`),
    '',
    'Exit codes:',
    ...exitsOf(line).map(([code, text]) => `  ${code}  ${text}`),
    ...(line.more === undefined ? [] : ['', ...wrapped(line.more, width)]),
  ].join('\n');
}
