/** The page of an environment. Pure: the same synthesis is the same page, byte for byte. */
import type { Synthesis } from '../synthesise';
import { type ReportComparison, type Facts, factsOf } from './facts';
import { name } from './html/figure';
import { markup } from './html/markup';
import { page } from './html/page';
import { type Section, sectionMarkup } from './html/section';
import { accepted } from './sections/accepted';
import { change } from './sections/change';
import { cost } from './sections/cost';
import { data } from './sections/data';
import { devices } from './sections/devices';
import { drains } from './sections/drains';
import { files } from './sections/files';
import { gateway } from './sections/gateway';
import { hosts } from './sections/hosts';
import { models } from './sections/models';
import { monitoring } from './sections/monitoring';
import { reachability } from './sections/reachability';
import { rollouts } from './sections/rollouts';
import { sums } from './sections/sums';
import { times } from './sections/times';
import { topology } from './sections/topology';
import { verdictList } from './sections/verdicts';
import { patterns } from './svg/patterns';

/** Sections in the order of the page. */
const sections: readonly ((facts: Facts) => Section | undefined)[] = [
  change,
  topology,
  devices,
  models,
  hosts,
  rollouts,
  drains,
  times,
  reachability,
  gateway,
  data,
  cost,
  files,
  monitoring,
  accepted,
];

/**
 * One HTML page about an environment: what is proven of it, with pictures and tables. It needs no network and no script.
 *
 * @param before the revision that it is compared with. Default: none
 */
export function report(synthesis: Synthesis, before?: ReportComparison): string {
  const facts = factsOf(synthesis, before);
  const { environment } = facts.plan;
  const shown = sections.flatMap((section) => section(facts) ?? []);
  return page(
    `${environment.name}: report`,
    markup`<a class="skip" href="#sections">Skip to the sections</a>${patterns}<header><h1>${name(environment.name)}</h1><p class="facts">
          Kubernetes ${name(environment.cluster.kubernetes)}, cluster ${name(environment.cluster.id)}, applied by
          ${name(environment.delivery)}${before === undefined ? '' : markup`, compared with ${name(before.name)}`}</p></header><main>${verdictList(facts)}${sums(facts)}
        <nav aria-label="Sections"><ul>${shown.map(({ id, title }) => markup`<li><a href="#${id}">${title}</a></li>`)}</ul></nav><div id="sections" tabindex="-1">${shown.map((section) => markup`${sectionMarkup(section, before?.name)} `)}</div></main><footer><p>Numbers are those of <code>corral plan --json</code>.</p></footer>`,
  );
}
