/** Faults as a report: plain, or with colours on a terminal. */
import { formatFault, type Fault } from '../../lib';
import { painted, type Layout } from './layout';

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
