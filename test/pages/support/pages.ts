/** The pages that the tests show: each overlay, an environment that has everything, one beside another, and the index. */
import { difference, planFacts, report, reportOverview, synthesise, type Synthesis } from '../../../lib';
import { environments } from '../../../overlays';
import { production } from '../../../overlays/production';
import { staging } from '../../../overlays/staging';
import { broad } from '../../report/support/broad';

/** A page by the name that tests print. */
export interface Named {
  readonly name: string;
  readonly html: () => string;
}

const once = <T>(make: () => T): (() => T) => {
  let made: { readonly value: T } | undefined;
  return () => (made ??= { value: make() }).value;
};

export const fileOf = (environment: string): string => `${environment}.html`;

const syntheses: readonly (readonly [name: string, synthesis: () => Synthesis])[] = [...environments, broad].map(
  (input) => [input.name, once(() => synthesise(input))],
);

/** The page of each environment. */
export const reports: readonly Named[] = syntheses.map(([name, synthesis]) => ({
  name,
  html: once(() => report(synthesis())),
}));

const side = ({ name, charts, plan }: Synthesis) => ({ name, charts, facts: planFacts(plan) });

/** Production beside staging: nearly every section has rows that change. */
export const compared: Named = {
  name: 'production beside staging',
  html: once(() => {
    const [now, was] = [synthesise(production), synthesise(staging)];
    const { plan, charts } = was;
    return report(now, { name: was.name, plan, charts, difference: difference(side(was), side(now)) });
  }),
};

/** The index of all of them. */
export const index: Named = {
  name: 'the index',
  html: once(() =>
    reportOverview(
      syntheses.map(([, synthesis]) => synthesis()),
      fileOf,
    ),
  ),
};

export const widths = [360, 768, 1440, 1920] as const;
export const schemes = ['light', 'dark'] as const;
