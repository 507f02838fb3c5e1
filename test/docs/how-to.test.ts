/**
 * Every example of the how-to pages synthesises, and what is sent to its Services reaches a route of the engine. What
 * comes out of those of adapt.md is compared in a test of its own.
 */
import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from '@jest/globals';
import {
  FaultError,
  formatFault,
  gib,
  gigabytes,
  type Model,
  type Prerequisite,
  synthesise,
  type Synthesis,
} from '../../lib';
import { llamaServerContract } from '../../lib/engines/llama-server/llama-server';
import { modelFaults } from '../../lib/environment';
import { models } from '../../overlays/models';
import { adapted, chat, cpu, gpu } from '../plan/fixtures/adapted';
import { type Example, examplesOf, fieldsOf, readPage } from './examples';

const folder = 'docs/how-to';
const pages = readdirSync(join(__dirname, '..', '..', folder)).filter((page) => page.endsWith('.md'));

/** Pages whose examples are no fields of an environment, with the test that has them. */
const elsewhere: Readonly<Record<string, string>> = {
  'cache.md': 'test/charts/caches.test.ts',
  'adapt.md': 'test/docs/adapt.test.ts',
  'preflight.md': 'test/preflight/how-to.test.ts',
  ...Object.fromEntries(
    ['aks.md', 'eks.md', 'gke.md', 'k3s.md', 'openshift.md', 'rke2.md', 'talos.md'].map((page) => [
      page,
      'test/discover/pages.test.ts',
    ]),
  ),
};

const file = (path: string, digit: string) =>
  ({ path, sha256: digit.repeat(64), bytes: 5_000_000, bytesFrom: 'stated' }) as const;
const large = models['llama-3.3-70b-instruct/Q4_K_M'];
const adapter = (path: string, digit: string): NonNullable<Model['adapters']>[string] => ({
  file: file(path, digit),
  origin: { repo: 'my-company/lora' },
  tensors: {
    inputBytes: 0,
    outputBytes: 0,
    layers: [{ layers: large.architecture.blockCount, bytes: 1_000_000 }],
    width: 8192,
  },
});
const embedder = models['nomic-embed-text-v1.5/Q8_0'];
const tag = models['llama3.2:3b'];

/** The lock of the reader: what the commands of the pages add to it. */
const locked: Readonly<Record<string, Model>> = {
  ...models,
  [chat.weights]: { ...models[chat.weights], chatTemplate: file('chat_template.jinja', 'd') },
  'llama-3.3-70b-instruct/Q4_K_M': {
    ...large,
    adapters: { legal: adapter('legal-f16.gguf', 'e'), brief: adapter('brief-f16.gguf', 'f') },
  },
  'bge-reranker-v2-m3/Q8_0': {
    ...embedder,
    files: [file('bge-reranker-v2-m3-Q8_0.gguf', 'c')],
    origin: { from: 'huggingface', repo: 'gpustack/bge-reranker-v2-m3-GGUF' },
    architecture: { ...embedder.architecture, architecture: 'bert', classCount: 1, tokenTypeCount: 1 },
  },
  'llama3.2:3b':
    tag.origin.from === 'ollama'
      ? {
          ...tag,
          origin: {
            ...tag.origin,
            layers: [...tag.origin.layers, { mediaType: 'config', digest: `sha256:${'b'.repeat(64)}`, bytes: 560 }],
          },
        }
      : tag,
};

const reader = {
  ...adapted,
  catalog: { models: locked },
  nodePools: {
    gpu,
    cpu,
    l40s: { ...gpu, labels: { 'example.org/pool': 'l40s' } },
    cpus: { ...cpu, labels: { 'example.org/pool': 'cpus' } },
  },
} as const;

const clients = { default: { models: 'all' } } as const;
const gateway = { tls: 'none', expose: { by: 'cluster' }, clients } as const;

/** What a page says before its examples. */
const before: Readonly<Record<string, object>> = {
  'blue-green.md': { gateway },
  'gitops.md': { delivery: 'gitops' },
  // In the layout of a hub's cache, files lie below the commit that the lock has.
  'models-of-your-own.md': { models: { chat: { ...chat, weights: 'glm-4-32b-0414/Q4_K_M', local: undefined } } },
};

const names = {
  chat,
  clients,
  gateway,
  gpu,
  cpu,
  models: locked,
  gib,
  gigabytes,
  cluster: reader.cluster,
  catalog: reader.catalog,
  nodePools: reader.nodePools,
  disk: { ephemeralStorage: gib(200), diskBandwidth: gigabytes(1) },
  readFileSync: () => '{% for message in messages %}{{ message.content }}{% endfor %}',
};

/** Alternatives for one field stand in one block, a line each. */
const alternatives = (example: Example): readonly Example[] =>
  example.fields.startsWith('gitops: ')
    ? example.fields
        .trim()
        .split('\n')
        .map((line) => ({ ...example, fields: line }))
    : [example];

const examples = pages
  .filter((page) => elsewhere[page] === undefined)
  .flatMap((page) =>
    examplesOf(readPage(`${folder}/${page}`))
      .flatMap(alternatives)
      .map((example, i) => ({ page, i, example })),
  );

function synthesised(page: string, example: Example): Synthesis | string {
  try {
    const fields: { readonly prerequisites?: readonly Prerequisite[] } = fieldsOf(example, names);
    const prerequisites = [...reader.prerequisites, ...(fields.prerequisites ?? [])];
    return synthesise({ ...reader, ...before[page], ...fields, prerequisites });
  } catch (error) {
    if (error instanceof FaultError) return error.faults.map(formatFault).join('\n');
    throw error;
  }
}

test('many pages have examples', () => {
  expect(new Set(examples.map(({ page }) => page)).size).toBeGreaterThan(8);
});

test('pages whose examples are tested elsewhere exist, and so do the tests', () => {
  for (const [page, path] of Object.entries(elsewhere)) {
    expect(pages).toContain(page);
    expect(readPage(path)).toContain(page);
  }
});

describe.each(examples)('$page, example $i', ({ page, example }) => {
  test('synthesises', () => {
    const result = synthesised(page, example);
    expect(typeof result === 'string' ? result : '').toBe('');
  });
});

/** `curl http://NAME.NAMESPACE.svc:PORT/ROUTE` of a page. */
const requests = pages.flatMap((page) =>
  [...readPage(`${folder}/${page}`).matchAll(/curl http:\/\/([^.\s]+)\.([^.\s]+)\.svc:(\d+)(\/\S*)/g)].map(
    ([, service = '', namespace = '', port = '', route = '']) => ({ page, service, namespace, port, route }),
  ),
);

test('pages show requests', () => {
  expect(requests.length).toBeGreaterThan(2);
});

test.each(requests)('$page: the Service $service has the port, and the engine the route $route', (request) => {
  const services = examples
    .filter(({ page }) => page === request.page)
    .flatMap(({ page, example }) => {
      const result = synthesised(page, example);
      return typeof result === 'string' ? [] : result.charts.flatMap(({ manifests }) => manifests);
    })
    .filter(({ kind, metadata }) => kind === 'Service' && metadata.namespace === request.namespace);
  const service = services.find(({ metadata }) => metadata.name === request.service);
  expect(service).toMatchObject({ spec: { ports: [{ port: Number(request.port) }] } });
  expect(llamaServerContract.routes.tenant.map(({ path }) => path)).toContain(request.route);
});

test('the measured memory of its page is an entry that is accepted', () => {
  const [, json = ''] = /```json\n([^]*?)```/.exec(readPage(`${folder}/measure-memory.md`)) ?? [];
  const entry = models[chat.weights];
  const own = { ...entry, architecture: { ...entry.architecture, architecture: 'own' }, memory: JSON.parse(json) };
  expect(modelFaults('own/Q4_K_M', own, 'catalog').map(formatFault)).toEqual([]);
});
