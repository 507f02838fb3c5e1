/** Embeddings on the real engine, as rendered: a vector for each text, by the pooling that is set. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import type { ArchitectureFacts } from '../../../lib/catalog/model';
import { fetchFrom } from '../support/http';
import { Machine } from '../support/pod';
import { render } from '../support/rendered';
import { serve, type Served } from '../support/served';
import { tinyEnvironment } from '../support/tiny-environment';
import { hubEntry, quick, tinyFile } from '../support/tiny-model';

const facts: ArchitectureFacts = {
  ...quick,
  architecture: 'bert',
  contextLength: 512,
  headCountKv: 4,
  tokenTypeCount: 2,
};
const file = tinyFile(facts, 12);
const poolings = ['mean', 'cls', 'last'] as const;
const rendered = render(
  tinyEnvironment({
    catalog: { 'bert/F32': hubEntry(facts, file, 'bert.gguf') },
    models: Object.fromEntries(
      poolings.map((embedding) => [
        embedding,
        { weights: 'bert/F32', settings: { contextLength: 64, parallel: 2, maxOutputLength: 1, embedding } },
      ]),
    ),
  }),
);

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(() => machine.stop());

/** The vectors of texts, in their order. */
async function vectors({ pod }: Served, input: readonly string[]): Promise<readonly (readonly number[])[]> {
  const { status, body } = await fetchFrom(pod.port, 'POST', '/v1/embeddings', { input });
  expect(status).toBe(200);
  const { data } = JSON.parse(body) as { readonly data: readonly { readonly embedding: readonly number[] }[] };
  return data.map(({ embedding }) => embedding);
}

test('each pooling makes another vector of a text, of length 1 and of the width of the model', async () => {
  const found: (readonly number[])[] = [];
  for (const pooling of poolings) {
    const served = await serve(machine, rendered, pooling, { '--model': file });
    const [one = [], other = []] = await vectors(served, ['w300 w301', 'w302']);
    expect([one.length, other.length]).toEqual([facts.embeddingLength, facts.embeddingLength]);
    expect(Math.hypot(...one)).toBeCloseTo(1, 3);
    found.push(one);
    await served.server.kill();
  }
  expect(new Set(found.map((vector) => vector[0]?.toFixed(3))).size).toBe(poolings.length);
});

test('a text beyond contextLength is refused, and not cut', async () => {
  const served = await serve(machine, rendered, 'mean', { '--model': file });
  const { status, body } = await fetchFrom(served.pod.port, 'POST', '/v1/embeddings', { input: 'w300 '.repeat(80) });
  expect([status, body]).toEqual([500, expect.stringContaining('is too large to process')]);
  await served.server.kill();
});
