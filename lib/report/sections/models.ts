/** Models with their files, settings and memory. */
import { counted } from '../../core';
import type { ModelChange } from '../../diff';
import type { Plan } from '../../plan';
import type { Facts } from '../facts';
import { figure, name, range, sentence } from '../html/figure';
import { changesOf, type Entry, type Listing, listed } from '../html/listing';
import { type Content, markup, joined, type Markup } from '../html/markup';
import { pointer } from '../html/pointer';
import { lines, type Section } from '../html/section';

type Server = Plan['servers'][number];

const number = (title: string) => ({ title, number: true });

/** Types of the KV cache: one for keys and one for values, or one for both. */
function cacheTypes({ workload: { settings } }: Server): string {
  const of = (key: string): unknown => (settings as unknown as Readonly<Record<string, unknown>>)[key];
  return [of('cacheTypeK'), of('cacheTypeV'), of('cacheType')]
    .filter((type, i, all) => typeof type === 'string' && all.indexOf(type) === i)
    .join(' and ');
}

/** Digits of a hash that a row shows; the whole one is in the table of files. */
const hashDigits = 12;

const unknownLicence = 'not recorded';

/** Names of the models of a workload, each once: that of the workload, and of further models behind it. */
const nameOf = ({ workload }: Server, key: string): string =>
  workload.served.length === 1 ? workload.key : `${workload.key}: ${key}`;

const settingsOf: Listing = {
  caption: 'Models and their settings',
  columns: [
    'workload',
    'weights',
    'SHA-256 begins with',
    'quantisation',
    'licence',
    'engine',
    'pools',
    number('replicas'),
    number('GPUs of a pod'),
    number('context, tokens'),
    number('slots'),
    'cache types',
    number('tokens a second of a slot, at least'),
    number('host memory'),
  ],
  entries: ({ plan: { servers } }) =>
    servers.flatMap((server, index): readonly Entry[] => {
      const { workload, replicas, compute, memory, speed = {} } = server;
      const { engine, pools, settings } = workload;
      const at = (...keys: readonly (string | number)[]) => pointer('servers', index, ...keys);
      return workload.served.map(({ key, model }) => {
        const host = memory[key]?.host.total;
        const hash = model.files[0]?.sha256.slice(0, hashDigits) ?? '';
        const { licence = unknownLicence } = model;
        const own = [key, hash, model.quantisation, licence, engine, pools.join(', ')];
        return {
          name: nameOf(server, key),
          base: { at: at() },
          content: [own, replicas, compute.gpus, settings, speed[key]?.value, host],
          cells: (): readonly Content[] => [
            ...own.map(name),
            range('count', [replicas.min, at('replicas', 'min')], [replicas.max, at('replicas', 'max')]),
            compute.gpus === undefined ? 'none' : figure('count', compute.gpus.count, at('compute', 'gpus', 'count')),
            figure('count', settings.contextLength, at('settings', 'contextLength')),
            figure('count', settings.parallel, at('settings', 'parallel')),
            name(cacheTypes(server)),
            speed[key] === undefined ? '' : figure('rate', speed[key].value, at('speed', key, 'value')),
            host === undefined ? '' : figure('mib', host, at('memory', key, 'host', 'total')),
          ],
        };
      });
    }),
};

/** Models whose licence is not recorded, and how it gets recorded. */
function withoutLicence({ plan: { servers } }: Facts): Content {
  const models = new Map(servers.flatMap(({ workload }) => workload.served.map(({ key, model }) => [key, model])));
  const unknown = [...models.values()].filter(({ licence }) => licence === undefined).length;
  return unknown === 0
    ? ''
    : markup`<p>The licence of ${name(counted(unknown, 'model'))} of ${name(`${models.size}`)} is not recorded. <code>corral lock</code> records what the file of a model states. Where the file states none, the page of its source may: <a href="#files">Files and images</a> names the source. A model without a recorded licence is not free of one.</p>`;
}

const memoryTerms: Listing = {
  caption: 'Terms of the memory of each model',
  columns: ['workload', 'where', 'term', number('size'), 'because'],
  entries: ({ plan: { servers } }) =>
    servers.flatMap((server, index) =>
      Object.entries(server.memory).flatMap(([key, { devices, host }]) =>
        [
          ...devices.map((device, i) => [`GPU ${i + 1}`, device, ['devices', i]] as const),
          ['host', host, ['host']] as const,
        ].flatMap(([where, { terms }, keys]) =>
          terms.map((term, i): Entry => {
            const at = pointer('servers', index, 'memory', key, ...keys, 'terms', i);
            const label = nameOf(server, key);
            return {
              name: `${label}, ${where}: ${term.name}`,
              label,
              content: [where, term],
              base: { at },
              cells: () => [
                name(where),
                term.name,
                figure('mib', term.bytes, `${at}/bytes`),
                sentence(term.because, `${at}/because`),
              ],
            };
          }),
        ),
      ),
    ),
};

const changeText = ({ model, change, facts }: ModelChange): Markup =>
  change === 'changed'
    ? markup`${name(model)}:
      ${joined(
        facts.map(
          ({ fact, before = 'none', after = 'none' }) =>
            markup`${name(fact)} <del>${name(before)}</del> <ins>${name(after)}</ins>`,
        ),
        ', ',
      )}`
    : markup`${name(model)}: ${change === 'added' ? markup`<ins>added</ins>` : markup`<del>removed</del>`}`;

export const models = (facts: Facts): Section => ({
  id: 'models',
  title: 'Models',
  about: 'What is served, with which files and settings, and every term of its memory with its reason.',
  body: [
    listed(settingsOf, facts),
    withoutLicence(facts),
    markup`<details><summary>Terms of memory</summary>${listed(memoryTerms, facts)}</details>`,
    lines([...new Set(facts.plan.servers.flatMap(({ assumes }) => assumes ?? []))].map(name)),
  ],
  changes: changesOf(
    facts,
    [settingsOf, memoryTerms],
    [lines((facts.before?.difference.models ?? []).map(changeText))],
  ),
});
