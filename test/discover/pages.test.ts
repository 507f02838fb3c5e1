/**
 * What the pages of distributions show is an environment that synthesises, and from which the recorded cluster of the
 * distribution does not differ.
 */
import { describe, expect, test } from '@jest/globals';
import { defineEnvironment, type EnvironmentInput, gib, mib } from '../../lib';
import { catalog } from '../../overlays/base';
import { examplesOf, fieldsOf, readPage } from '../docs/examples';
import { comparedWith, discovered } from './support/recorded-cluster';

const pages = ['aks.md', 'eks.md', 'gke.md', 'k3s.md', 'openshift.md', 'rke2.md', 'talos.md'] as const;

/** Clusters with machine types that the catalogue may not have. */
const inClouds: readonly string[] = ['aks', 'gke'];

type Fields = Pick<EnvironmentInput, 'cluster' | 'nodePools'> & Partial<Pick<EnvironmentInput, 'prerequisites'>>;

/** A small model on the first pool of a page. */
function environmentOf(page: string, extra: Partial<Pick<EnvironmentInput, 'catalog'>>): EnvironmentInput {
  const [example, ...others] = examplesOf(readPage(`docs/how-to/${page}`));
  if (example === undefined || others.length > 0) throw new Error(`${page} has ${others.length + 1} examples`);
  const fields = fieldsOf(example, { gib, mib }) as Fields;
  const [[pool = '', first] = []] = Object.entries(fields.nodePools);
  return defineEnvironment({
    name: 'page',
    delivery: 'kubectl',
    catalog,
    prerequisites: [],
    ...extra,
    ...fields,
    models: {
      first: {
        weights: 'qwen2.5:0.5b',
        settings: { contextLength: 2048, parallel: 1, maxOutputLength: 128 },
        pools: [pool],
        ...(first?.on === 'metal' ? { gpus: 1 } : {}),
        cpu: 1,
        replicas: 1,
      },
    },
  });
}

describe.each(pages)('%s', (page) => {
  const cluster = page.replace('.md', '');

  test('has a section for what to write, what to prepare, what is different and what is only read', () => {
    const headings = [...readPage(`docs/how-to/${page}`).matchAll(/^## (.+)$/gm)].map(([, heading]) => heading);
    expect(headings).toEqual([
      'What to write',
      'What to prepare',
      'What is different',
      'What is only read in documents',
    ]);
  });

  test('shows an environment from which its recorded cluster does not differ', () => {
    // Machine types that the catalogue does not have come from the nodes.
    const extra = inClouds.includes(cluster) ? { catalog: discovered(cluster).environment.catalog } : {};
    const compared = comparedWith(cluster, environmentOf(page, extra));
    expect(compared.out).toContain('page on context recorded: nothing differs');
    expect(compared).toMatchObject({ status: 0, error: '' });
  });
});
