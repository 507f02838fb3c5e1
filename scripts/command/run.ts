/** Runs a command: reads its words, prints its help, and turns whatever stops it into one report and an exit code. */
import { types } from 'node:util';
import { counted, FaultError, type Fault } from '../../lib';
import { cannotRun } from './cannot-run';
import { helpOf, type CommandLine, type Exit, type OptionLines } from './line';
import { plain, type Layout } from './layout';
import { parse, type Parsed } from './parse';
import { reportOf } from './report';
import { systemFaultOf, unexpected } from './unforeseen';

/** Where text goes. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Of `out`. @default - plain text of 80 columns */
  readonly layout?: Layout;
  /** Of `error`. @default - plain text */
  readonly errorLayout?: Layout;
}

const exitOf = (faults: readonly Fault[]): Exit => (faults.every(({ code }) => cannotRun.has(code)) ? 3 : 2);

/** Prints what stopped a command and returns its exit code. */
export function report(problem: unknown, { error, errorLayout = plain }: Console, refused?: string): Exit {
  const known =
    problem instanceof FaultError ? problem.faults : [systemFaultOf(problem)].filter((each) => each !== undefined);
  if (known.length === 0) {
    error(
      `${reportOf([unexpected(problem)], errorLayout)}\n\n${types.isNativeError(problem) ? (problem.stack ?? '') : ''}`,
    );
    return 3;
  }
  const exit = exitOf(known);
  const text = reportOf(known, errorLayout);
  const count = counted(known.length, 'fault');
  error(exit === 3 ? text : `${text}\n\n${count}${refused === undefined ? '' : `; ${refused}`}.`);
  return exit;
}

/** Runs a command that works at once. */
export function runCommand<const O extends OptionLines>(
  line: CommandLine<O>,
  argv: readonly string[],
  console: Console,
  work: (parsed: Parsed<O>) => Exit,
  variables: NodeJS.ProcessEnv = process.env,
): Exit {
  try {
    const parsed = parse(line, argv, variables);
    if (parsed !== undefined) return work(parsed);
    console.out(helpOf(line, console.layout));
    return 0;
  } catch (problem) {
    return report(problem, console, line.refused);
  }
}

/** Runs a command that waits for networks or processes. */
export async function runLongCommand<const O extends OptionLines>(
  line: CommandLine<O>,
  argv: readonly string[],
  console: Console,
  work: (parsed: Parsed<O>) => Promise<Exit>,
  variables: NodeJS.ProcessEnv = process.env,
): Promise<Exit> {
  try {
    const parsed = parse(line, argv, variables);
    if (parsed !== undefined) return await work(parsed);
    console.out(helpOf(line, console.layout));
    return 0;
  } catch (problem) {
    return report(problem, console, line.refused);
  }
}
