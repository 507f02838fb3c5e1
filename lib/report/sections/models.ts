/** Models with their files, settings and memory. */
import type { ModelChange } from '../../diff';
import type { ServerPlan } from '../../plan';
import type { Facts } from '../facts';
import { alike, alikeNames } from '../html/alike';
import { figure, name, range, sentence } from '../html/figure';
import { type Content, markup, joined, type Markup } from '../html/markup';
import { pointer } from '../html/pointer';
import { lines, type Section } from '../html/section';
import { table } from '../html/table';

const served = (server: ServerPlan, index: number): readonly (readonly Content[])[] => {
  const { workload, replicas, compute, memory } = server;
  const at = (...keys: readonly (string | number)[]) => pointer('servers', index, ...keys);
  return workload.served.map(({ key, model }, i) => {
    const host = memory[key]?.host;
    return [
      name(i === 0 ? workload.key : `${workload.key}: ${key}`),
      name(key),
      name(workload.engine),
      name(workload.pools.join(', ')),
      range('count', [replicas.min, at('replicas', 'min')], [replicas.max, at('replicas', 'max')]),
      compute.gpus === undefined ? 'none' : figure('count', compute.gpus.count, at('compute', 'gpus', 'count')),
      figure('count', workload.settings.contextLength, at('settings', 'contextLength')),
      figure('count', workload.settings.parallel, at('settings', 'parallel')),
      host === undefined ? '' : figure('mib', host.total, at('memory', key, 'host', 'total')),
      name(model.quantisation),
    ];
  });
};

function termRows(server: ServerPlan, index: number, names: readonly string[]): readonly (readonly Content[])[] {
  return Object.entries(server.memory).flatMap(([key, { devices, host }]) => {
    const all = [
      ...devices.map((device, i) => [`GPU ${i + 1}`, device, ['devices', i]] as const),
      ['host', host, ['host']] as const,
    ];
    return all.flatMap(([where, { terms }, keys]) =>
      terms.map((term, i): readonly Content[] => {
        const at = pointer('servers', index, 'memory', key, ...keys, 'terms', i);
        return [
          Object.keys(server.memory).length === 1 ? alikeNames(names) : name(`${server.workload.key}: ${key}`),
          name(where),
          term.name,
          figure('mib', term.bytes, `${at}/bytes`),
          sentence(term.because, `${at}/because`),
        ];
      }),
    );
  });
}

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

const number = (title: string) => ({ title, number: true });

export const models = ({ plan: { servers }, before }: Facts): Section => ({
  id: 'models',
  title: 'Models',
  about: 'What is served, with which files and settings, and every term of its memory with its reason.',
  body: [
    table(
      'Models and their settings',
      [
        'workload',
        'weights',
        'engine',
        'pools',
        number('replicas'),
        number('GPUs of a pod'),
        number('context, tokens'),
        number('slots'),
        number('host memory'),
        'quantisation',
      ],
      servers.flatMap(served),
    ),
    markup`<details><summary>Terms of memory</summary>${table(
      'Terms of the memory of each model',
      ['workload', 'where', 'term', number('size'), 'because'],
      alike(
        servers,
        ({ workload }) => workload.key,
        ({ memory, workload }) => (Object.keys(memory).length === 1 ? Object.values(memory) : workload.key),
      ).flatMap(({ item, index, names }) => termRows(item, index, names)),
    )}</details>`,
    lines(
      servers
        .flatMap(({ assumes }) => assumes ?? [])
        .filter((text, i, all) => all.indexOf(text) === i)
        .map(name),
    ),
  ],
  changes: lines((before?.difference.models ?? []).map(changeText)),
});
