/** Runs a command: reads its words, prints its help, and turns whatever stops it into one report and an exit code. */
import { types } from 'node:util';
import { FaultError, formatFault, type Fault } from '../../lib';
import { cannotRun } from './cannot-run';
import { helpOf, type CommandLine, type Exit, type OptionLines } from './line';
import { parse, type Parsed } from './parse';
import { systemFaultOf, unexpected } from './unforeseen';

/** Where text goes. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
}

const exitOf = (faults: readonly Fault[]): Exit => (faults.every(({ code }) => cannotRun.has(code)) ? 3 : 2);

/** Prints what stopped a command and returns its exit code. */
export function report(problem: unknown, { error }: Console, refused?: string): Exit {
  const known = problem instanceof FaultError ? problem.faults : [systemFaultOf(problem)].filter((each) => each !== undefined);
  if (known.length === 0) {
    error(`${formatFault(unexpected(problem))}\n\n${types.isNativeError(problem) ? problem.stack ?? '' : ''}`);
    return 3;
  }
  const failure = new FaultError(known);
  const exit = exitOf(failure.faults);
  const count = `${failure.faults.length} ${failure.faults.length === 1 ? 'fault' : 'faults'}`;
  error(exit === 3 ? failure.message : `${failure.message}\n\n${count}${refused === undefined ? '' : `; ${refused}`}.`);
  return exit;
}

/** Runs a command that works at once. */
export function runCommand<const O extends OptionLines>(
  line: CommandLine<O>, argv: readonly string[], console: Console, work: (parsed: Parsed<O>) => Exit, variables: NodeJS.ProcessEnv = process.env,
): Exit {
  try {
    const parsed = parse(line, argv, variables);
    if (parsed !== undefined) return work(parsed);
    console.out(helpOf(line));
    return 0;
  } catch (problem) {
    return report(problem, console, line.refused);
  }
}

/** Runs a command that waits for networks or processes. */
export async function runLongCommand<const O extends OptionLines>(
  line: CommandLine<O>, argv: readonly string[], console: Console, work: (parsed: Parsed<O>) => Promise<Exit>, variables: NodeJS.ProcessEnv = process.env,
): Promise<Exit> {
  try {
    const parsed = parse(line, argv, variables);
    if (parsed !== undefined) return await work(parsed);
    console.out(helpOf(line));
    return 0;
  } catch (problem) {
    return report(problem, console, line.refused);
  }
}
