/** What an environment adapts, as rows and for machines. */
import type { Plan } from '../../lib';
import { adaptations } from '../../lib/internal';
import { table, type Layout } from '../command';
import { section } from './text';

/** What is added, changed, exempt or taken from elsewhere, with the reasons that the environment states. */
export function adaptedText({ environment }: Plan, layout: Layout): string {
  const rows = adaptations(environment).map(({ of, how, reason = '' }) => [of, how, reason]);
  if (rows.length === 0) return '';
  const hasReasons = rows.some(([, , reason]) => reason !== '');
  const head = ['what', 'how', ...(hasReasons ? ['reason'] : [])];
  return section('Adapted in this environment', table(head, rows, layout), layout);
}

/** Only where something is adapted. */
export const adaptedSummary = (environment: Plan['environment']) => {
  const list = adaptations(environment);
  return list.length === 0 ? {} : { adapted: list };
};
