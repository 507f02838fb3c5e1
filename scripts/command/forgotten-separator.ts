/**
 * The forgotten `--`: of `npm run synth --env local` npm keeps `--env` as a setting of its own and passes on `local`.
 * npm hands its settings to scripts as variables: `npm_config_env`.
 */
import type { CommandLine } from './line';

/** Options that npm kept, and the lines that were meant. */
export interface Forgotten {
  readonly options: readonly string[];
  /** Several where the order of the words leaves several meanings. */
  readonly fix: readonly string[];
}

const variableOf = (option: string): string => `npm_config_${option.replaceAll('-', '_')}`;

const shown = (word: string): string => (/^[\w./:@=^~+-]+$/.test(word) ? word : `'${word}'`);

/**
 * Looks for options of a command among the settings of npm; `undefined` when none is there, or npm did not start the
 * command.
 */
export function forgottenSeparator(
  line: CommandLine,
  argv: readonly string[],
  variables: NodeJS.ProcessEnv,
): Forgotten | undefined {
  if (variables['npm_lifecycle_event'] !== line.name) return undefined;
  const kept = Object.entries(line.options).filter(
    ([name]) =>
      variables[variableOf(name)] !== undefined &&
      !argv.some((word) => word === `--${name}` || word.startsWith(`--${name}=`)),
  );
  if (kept.length === 0) return undefined;
  const first = argv.findIndex((word) => word.startsWith('--'));
  const words = first === -1 ? argv : argv.slice(0, first);
  const after = first === -1 ? [] : argv.slice(first);
  // Without `=` npm passes the value on as a word, and nothing says which of the words it was.
  const bare = kept.filter(
    ([name, { type }]) => type === 'string' && ['true', ''].includes(variables[variableOf(name)] ?? ''),
  ).length;
  const least = Math.max(line.arguments?.min ?? 0, words.length - bare);
  const own = Math.max(0, Math.min(line.arguments?.max ?? 0, least));
  const filled = (spare: readonly string[], positionals: readonly string[]): string => {
    const left = [...spare];
    const options = kept.map(([name, { type, value }]) => {
      const text = variables[variableOf(name)] ?? '';
      if (type === 'boolean') return `--${name}`;
      return `--${name} ${text === 'true' || text === '' ? shown(left.shift() ?? value ?? 'VALUE') : shown(text)}`;
    });
    return [`npm run ${line.name} --`, ...[...positionals, ...left].map(shown), ...options, ...after].join(' ');
  };
  const lines = [
    filled(words.slice(own), words.slice(0, own)),
    ...(bare > 0 ? [filled(words.slice(0, words.length - own), words.slice(words.length - own))] : []),
  ];
  return { options: kept.map(([name]) => `--${name}`), fix: [...new Set(lines)] };
}
