/** Rerankers on the real engine, as rendered: documents get scores for a query, and nothing else changes a score. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { fetchFrom } from '../support/http';
import { Machine } from '../support/pod';
import { render } from '../support/rendered';
import { serve, type Served } from '../support/served';
import { tinyEnvironment } from '../support/tiny-environment';
import { hubEntry, quick, tinyFile } from '../support/tiny-model';

const bert: ArchitectureFacts = {
  ...quick,
  architecture: 'bert',
  contextLength: 512,
  headCountKv: 4,
  tokenTypeCount: 2,
  classCount: 1,
};
const qwen3: ArchitectureFacts = { ...quick, architecture: 'qwen3', classCount: 2 };
const files = { bert: tinyFile(bert, 3), qwen3: tinyFile(qwen3, 4), text: tinyFile(quick, 5) };
const settings = { contextLength: 512, parallel: 2, maxOutputLength: 1 } as const;
const rendered = render(
  tinyEnvironment({
    catalog: {
      'bert/F32': hubEntry(bert, files.bert, 'bert.gguf'),
      'qwen3/F32': hubEntry(qwen3, files.qwen3, 'qwen3.gguf'),
      'text/F32': hubEntry(quick, files.text, 'text.gguf'),
    },
    models: {
      bert: { weights: 'bert/F32', settings: { ...settings, embedding: 'rank' } },
      qwen3: { weights: 'qwen3/F32', settings: { ...settings, embedding: 'rank' } },
      text: { weights: 'text/F32', settings },
    },
  }),
);

const documents = ['a short one', 'a document with more words', 'w300 w301 w302'];

interface Ranking {
  readonly results: readonly { readonly index: number; readonly relevance_score: number }[];
}

/** Score of each document, in the order in which the documents are given. */
async function scores({ pod }: Served, name: string, given: readonly string[]): Promise<readonly number[]> {
  const { status, body } = await fetchFrom(pod.port, 'POST', '/v1/rerank', {
    model: name,
    query: 'which one?',
    documents: given,
  });
  expect(status).toBe(200);
  const { results } = JSON.parse(body) as Ranking;
  return given.map((_, i) => results.find(({ index }) => index === i)?.relevance_score ?? NaN);
}

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(() => machine.stop());

describe.each(['bert', 'qwen3'] as const)('%s', (name) => {
  let served: Served;
  beforeAll(async () => {
    served = await serve(machine, rendered, name, { '--model': files[name] });
  });
  afterAll(() => served.server.kill());

  test('scores every document, each for itself', async () => {
    const found = await scores(served, name, documents);
    // Those of a batch are rounded together.
    expect(new Set(found.map((score) => score.toFixed(2))).size).toBe(documents.length);
    const turned = await scores(served, name, [...documents].reverse());
    [...turned].reverse().forEach((score, i) => expect(score).toBeCloseTo(found[i] ?? NaN, 1));
  });
});

test('of Qwen 3 a score is a probability', async () => {
  const served = await serve(machine, rendered, 'qwen3', { '--model': files.qwen3 });
  for (const score of await scores(served, 'qwen3', documents)) {
    expect(score).toBeGreaterThan(0);
    expect(score).toBeLessThan(1);
  }
  await served.server.kill();
});

test('a server of text refuses to rank', async () => {
  const served = await serve(machine, rendered, 'text', { '--model': files.text });
  const { status, body } = await fetchFrom(served.pod.port, 'POST', '/v1/rerank', { query: 'a', documents: ['b'] });
  expect([status, body]).toEqual([501, expect.stringContaining('does not support reranking')]);
  await served.server.kill();
});
