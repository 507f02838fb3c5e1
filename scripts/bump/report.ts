/**
 * The difference between two builds as people read it: first what our rendering loses, then everything that changed.
 */
import type { OffersChange } from './compare';
import type { DescribedFlag, EngineOffers } from './offers';
import { openRoutes, renderedNames, useOf } from './rendering';

const flagText = ({ spellings, value, default: standard }: DescribedFlag): string =>
  [
    spellings.join(', '),
    ...(value === undefined ? [] : [value]),
    ...(standard === undefined ? [] : [`(default: ${standard})`]),
  ].join(' ');

/** `default 1 → 2, value N → M`: what is different in one flag. */
function changeText(from: DescribedFlag, to: DescribedFlag): string {
  const parts = (['value', 'variable', 'default'] as const)
    .filter((key) => from[key] !== to[key])
    .map((key) => `${key} ${from[key] ?? 'none'} → ${to[key] ?? 'none'}`);
  const [gone, more] = [
    from.spellings.filter((name) => !to.spellings.includes(name)),
    to.spellings.filter((name) => !from.spellings.includes(name)),
  ];
  return [
    ...parts,
    ...(gone.length > 0 ? [`no longer ${gone.join(', ')}`] : []),
    ...(more.length > 0 ? [`now also ${more.join(', ')}`] : []),
  ].join('; ');
}

const used = (engine: EngineOffers['engine'], spellings: readonly string[]): string => {
  const use = useOf(engine, spellings);
  return use === undefined ? '' : ` — ${use}`;
};

/** What the rendering gives, asks for or opens, and the new build does not have. */
export function lost(
  { engine }: EngineOffers,
  { flags, metrics, routes }: OffersChange,
  known: readonly string[],
): readonly string[] {
  const names = renderedNames(engine);
  const goneSpellings = [
    ...flags.removed.flatMap(({ spellings }) => spellings),
    ...flags.changed.flatMap(({ from, to }) => from.spellings.filter((name) => !to.spellings.includes(name))),
  ];
  const otherVariable = flags.changed.filter(
    ({ from, to }) =>
      useOf(engine, to.spellings) === 'rendered' && (from.value !== undefined) !== (to.value !== undefined),
  );
  return [
    ...goneSpellings.filter((name) => names.includes(name)).map((name) => `${name} is rendered, and gone`),
    ...otherVariable.map(
      ({ from, to }) =>
        `${from.spellings.join(', ')} is rendered, and ${to.value === undefined ? 'no longer takes a value' : `now takes ${to.value}`}`,
    ),
    ...metrics.removed
      .filter((name) => known.includes(name))
      .map((name) => `${name} is a metric of the contract, and gone`),
    ...routes.removed
      .filter((request) => openRoutes(engine).includes(request))
      .map((request) => `${request} is open, and gone`),
  ];
}

const section = (title: string, lines: readonly string[]): readonly string[] =>
  lines.length === 0 ? [`${title}: nothing changed`] : [`${title}:`, ...lines.map((line) => `  ${line}`)];

/** The report, in lines. */
export function reportOf(
  before: EngineOffers,
  after: EngineOffers,
  change: OffersChange,
  losses: readonly string[],
): readonly string[] {
  const { engine } = after;
  const { flags, metrics, routes } = change;
  return [
    `${engine} ${before.build} → ${after.build}`,
    ...section('what our rendering uses', losses),
    ...section(engine === 'llama-server' ? 'flags' : 'variables', [
      ...flags.removed.map((flag) => `gone     ${flagText(flag)}${used(engine, flag.spellings)}`),
      ...flags.changed.map(
        ({ from, to }) => `changed  ${to.spellings.join(', ')}: ${changeText(from, to)}${used(engine, to.spellings)}`,
      ),
      ...flags.added.map((flag) => `new      ${flagText(flag)}${used(engine, flag.spellings)}`),
    ]),
    ...section('metrics', [
      ...metrics.removed.map((name) => `gone     ${name}`),
      ...metrics.added.map((name) => `new      ${name}`),
    ]),
    ...section('routes', [
      ...routes.removed.map((request) => `gone     ${request}`),
      ...routes.changed.map((line) => `changed  ${line}`),
      ...routes.added.map((request) => `new      ${request}: closed until the contract opens it`),
    ]),
  ];
}
