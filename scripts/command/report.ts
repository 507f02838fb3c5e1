/** Faults as a report: plain, or with colours on a terminal. */
import { types } from 'node:util';
import { FaultError, formatFault, type Fault } from '../../lib';
import { counted } from '../../lib/internal';
import { cannotRun } from './cannot-run';
import type { Console } from './context';
import { painted, plain, type Layout } from './layout';
import type { Exit } from './line';
import { systemFaultOf, unexpected } from './unforeseen';

function colourful(fault: Fault, layout: Layout): string {
  const { at, found, remedies, code } = fault;
  return [
    `${painted(layout, 'red', at)}: ${painted(layout, 'bold', `${found}.`)}`,
    ...remedies.map(({ label, options }) => `  ${painted(layout, 'cyan', label)}: ${options.join(' · ')}`),
    `  ${painted(layout, 'dim', `[${code}]`)}`,
  ].join('\n');
}

/** All faults, one after the other. */
export const reportOf = (faults: readonly Fault[], layout: Layout): string =>
  faults.map((each) => (layout.colours ? colourful(each, layout) : formatFault(each))).join('\n');

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
