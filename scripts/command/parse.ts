/** Reads the words of a command line by its `CommandLine`; refuses, all together, what it does not know. */
import { parseArgs } from 'node:util';
import { FaultError, type Fault } from '../../lib';
import { fault, suggest } from '../../lib/internal';
import { forgottenSeparator } from './forgotten-separator';
import type { CommandLine, OptionLines, Values } from './line';

export interface Parsed<O extends OptionLines> {
  readonly values: Values<O>;
  readonly positionals: readonly string[];
}

/** A fault of the command line, with the way to its help. */
export const usageFault = (
  { name }: CommandLine,
  found: string,
  remedies: Readonly<Record<string, string | readonly string[]>> = {},
): Fault => fault('Usage', `npm run ${name}`, found, { ...remedies, help: `npm run ${name} -- --help` });

/** `--environment` for `--env` too, which no count of letters finds. */
const meant = (word: string, known: readonly string[]): readonly string[] => [
  ...new Set([...suggest(word, known), ...known.filter((each) => word.startsWith(each) && word.length > 3)]),
];

type Token = NonNullable<ReturnType<typeof parseArgs>['tokens']>[number];
type OptionToken = Extract<Token, { readonly kind: 'option' }>;

function optionFaults(line: CommandLine, tokens: readonly OptionToken[]): readonly Fault[] {
  const known = Object.keys(line.options).map((name) => `--${name}`);
  const seen = new Set<string>();
  return tokens.flatMap(({ name, rawName, value, inlineValue }) => {
    const option = Object.hasOwn(line.options, name) && rawName.startsWith('--') ? line.options[name] : undefined;
    if (option === undefined)
      return [
        usageFault(line, `there is no option '${rawName}'`, { 'did you mean': meant(rawName, known), allowed: known }),
      ];
    const again = seen.has(name) && option.multiple !== true;
    seen.add(name);
    if (again) return [usageFault(line, `--${name} is given twice`, { fix: 'give it once' })];
    if (option.type === 'boolean')
      return value === undefined
        ? []
        : [usageFault(line, `--${name} takes no value, and has '${value}'`, { fix: `--${name}` })];
    const missing = value === undefined || value === '' || (!inlineValue && value.startsWith('--'));
    return missing ? [usageFault(line, `--${name} has no value`, { fix: `--${name} ${option.value ?? 'VALUE'}` })] : [];
  });
}

function positionalFaults(
  line: CommandLine,
  positionals: readonly string[],
  given: readonly string[],
): readonly Fault[] {
  const { form = '', min = 0, max = 0 } = line.arguments ?? {};
  const extra = positionals.slice(max);
  if (extra.length > 0)
    return [
      usageFault(line, `'${extra.join("', '")}' ${extra.length === 1 ? 'is' : 'are'} too many`, {
        ...(max === 0 ? {} : { allowed: form }),
        // Most words that are too many name an environment, where none is named.
        ...(max === 0 && line.options['env'] !== undefined && !given.includes('env') && extra.length === 1
          ? { fix: `--env ${extra[0]}` }
          : {}),
      }),
    ];
  return positionals.length >= min
    ? []
    : [
        usageFault(
          line,
          positionals.length === 0
            ? `${form} is missing`
            : `${positionals.length} of ${form} ${positionals.length === 1 ? 'is' : 'are'} given`,
        ),
      ];
}

function missingFaults(line: CommandLine, given: ReadonlySet<string>): readonly Fault[] {
  return Object.entries(line.options).flatMap(([name, option]) =>
    option.required === true && !given.has(name)
      ? [usageFault(line, `--${name} is missing`, { fix: `--${name} ${option.value ?? 'VALUE'}` })]
      : [],
  );
}

/** Reads the words. @throws FaultError with every fault of the command line */
export function parse<const O extends OptionLines>(
  line: CommandLine<O>,
  argv: readonly string[],
  variables: NodeJS.ProcessEnv,
): Parsed<O> {
  const options = Object.fromEntries(
    Object.entries(line.options).map(([name, { type, multiple = false }]) => [name, { type, multiple }]),
  );
  const { values, positionals, tokens } = parseArgs({
    args: [...argv],
    options,
    allowPositionals: true,
    strict: false,
    tokens: true,
  });
  const given = tokens.filter((token): token is OptionToken => token.kind === 'option');
  const forgotten = forgottenSeparator(line, argv, variables);
  if (forgotten !== undefined) {
    throw new FaultError([
      fault(
        'SeparatorMissing',
        `npm run ${line.name}`,
        `npm kept ${forgotten.options.join(' and ')} for itself: the options of a command follow '--'`,
        {
          fix: forgotten.fix,
        },
      ),
    ]);
  }
  const faults = [
    ...optionFaults(line, given),
    ...positionalFaults(
      line,
      positionals,
      given.map(({ name }) => name),
    ),
    ...missingFaults(line, new Set(given.map(({ name }) => name))),
  ];
  if (faults.length > 0) throw new FaultError(faults);
  const filled = Object.entries(line.options).map(([name, { type, multiple }]) => [
    name,
    values[name] ?? (type === 'boolean' ? false : multiple === true ? [] : undefined),
  ]);
  return { values: Object.fromEntries(filled) as Values<O>, positionals };
}
