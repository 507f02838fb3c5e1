/**
 * The forgotten `--`: of `npm run synth --env local` npm keeps `--env` as a setting of its own and passes on `local`. npm hands its
 * settings to scripts as variables, which say what was meant.
 */
import type { CommandLine } from './line';

/** Options that npm kept, and the line that was meant. */
export interface Forgotten {
  readonly options: readonly string[];
  readonly fix: string;
}

const variableOf = (option: string): string => `npm_config_${option.replaceAll('-', '_')}`;

const shown = (word: string): string => (/^[\w./:@=^~+-]+$/.test(word) ? word : `'${word}'`);

/** Looks for options of a command among the settings of npm; `undefined` when none is there, or npm did not start the command. */
export function forgottenSeparator(line: CommandLine, argv: readonly string[], variables: NodeJS.ProcessEnv): Forgotten | undefined {
  if (variables['npm_lifecycle_event'] !== line.name) return undefined;
  const kept = Object.entries(line.options).filter(([name]) => variables[variableOf(name)] !== undefined && !argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)));
  if (kept.length === 0) return undefined;
  // Without `=` npm passes the value on as a word; those that the command takes itself come first.
  const own = argv.filter((word) => !word.startsWith('--'));
  const spare = own.splice(line.arguments?.max ?? 0);
  const options = kept.map(([name, { type, value }]) => {
    const said = variables[variableOf(name)] ?? '';
    if (type === 'boolean') return `--${name}`;
    return `--${name} ${said === 'true' || said === '' ? shown(spare.shift() ?? value ?? 'VALUE') : shown(said)}`;
  });
  const words = [...own, ...spare].map(shown);
  return { options: kept.map(([name]) => `--${name}`), fix: [`npm run ${line.name} --`, ...words, ...options, ...argv.filter((word) => word.startsWith('--'))].join(' ') };
}
