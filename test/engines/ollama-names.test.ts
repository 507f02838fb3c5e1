/**
 * Names of a fleet on the real Ollama, from an empty store: a tag and its alias, a GGUF file of the hub, a tag of the
 * hub, and what Modelfiles add to each.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { namesOf, wrongBlobs } from '../programs/support/store';
import type { AdapterShape } from '../gguf/adapter-file';
import { fetchFrom } from './support/http';
import { startReady, terminate } from './support/kubelet';
import type { Pod, Process } from './support/pod';
import { registryEntry, type RegistryModel } from './support/registry-model';
import { render } from './support/rendered';
import { loadedAt, runnersOf, valueOf } from './support/runners';
import { tinyEnvironment } from './support/tiny-environment';
import { adapterEntry, hubEntry, quick, sha256, tinyAdapter, tinyFile } from './support/tiny-model';
import { WeightsWay } from './support/weights-way';

const tagged = registryEntry(quick, tinyFile(quick, 1), 'tiny:1b');
const ofHub = registryEntry(quick, tinyFile(quick, 2), 'hf.co/tests/Tiny-GGUF:F32');
const file = tinyFile(quick, 3);
const path = 'F32/quick.gguf';
const base = tinyFile(quick, 4);
const shape: AdapterShape = { rank: 4 };
const adapter = tinyAdapter(quick, shape, 5);
const catalog = {
  'base/F32': {
    ...hubEntry(quick, base, 'base.gguf'),
    adapters: { legal: adapterEntry(quick, shape, adapter, 'legal.gguf') },
  },
  'tiny:1b': tagged.model,
  'hf.co/tests/Tiny-GGUF:F32': ofHub.model,
  'quick/F32': hubEntry(quick, file, path),
};
const settings = { contextLength: 2048, parallel: 1, maxOutputLength: 64 };
const system = 'Antworte mit "ja".';
const template = '{{ if .System }}<<{{ .System }}>>{{ end }}[{{ .Prompt }}]';
const environment = tinyEnvironment({
  catalog,
  ollama: {
    fleet: {
      settings,
      models: [
        'tiny:1b',
        { name: 'tiny', from: 'tiny:1b' },
        { name: 'team/support:v2', from: 'tiny:1b', system, parameters: { num_predict: 3, stop: ['END', '\n\n'] } },
        { name: 'templated', from: 'tiny:1b', system, template, parameters: { num_predict: 5 } },
        'quick/F32',
        { name: 'short', from: 'quick/F32', parameters: { num_predict: 2, temperature: 0 } },
        'hf.co/tests/Tiny-GGUF:F32',
      ],
    },
    plain: { settings, models: ['base/F32'] },
    adapted: { settings, models: [{ name: 'lawyer', from: 'base/F32', adapter: 'legal' }] },
  },
});
const rendered = render(environment);

let way: WeightsWay;
let pod: Pod;
let server: Process;

/** What a registry serves of a model at the addresses that the loader asks. */
function offer(model: RegistryModel, from: Map<string, Buffer>): void {
  const { origin } = model.model;
  if (origin.from !== 'ollama') throw new Error('it has a tag');
  const repository = model.tag === 'tiny:1b' ? 'library/tiny' : 'tests/Tiny-GGUF';
  from.set(`/v2/${repository}/manifests/${model.tag.split(':')[1]}`, model.manifest);
  for (const [digest, content] of model.blobs)
    if (typeof content !== 'function') from.set(`/v2/${repository}/blobs/sha256:${digest}`, content);
}

beforeAll(async () => {
  way = await WeightsWay.open(rendered);
  way.offerFile(path, file);
  way.offerFile('base.gguf', base);
  way.offerFile('legal.gguf', adapter);
  offer(tagged, way.registry.files);
  offer(ofHub, way.hub.files);
  await way.serve();
  for (const job of ['load-tiny', 'load-quick', 'load-hf-co', 'load-base'])
    expect(await way.runJob(job)).toMatchObject({ code: 0 });
  pod = await way.place('fleet');
  const stager = await pod.start('stager');
  expect(await stager.end).toMatchObject({ code: 0 });
  server = await startReady(pod, 'ollama');
});
afterAll(async () => {
  expect(await terminate(server, pod.rendered.spec.terminationGracePeriodSeconds ?? 0)).toMatchObject({ code: 0 });
  await way.close();
});

const post = async (path: string, body: object): Promise<Record<string, unknown>> => {
  const { status, body: text } = await fetchFrom(pod.port, 'POST', path, body);
  if (status !== 200) throw new Error(`${path} answers ${status}: ${text}`);
  return JSON.parse(text) as Record<string, unknown>;
};
const generate = (model: string, more: object = {}) =>
  post('/api/generate', { model, prompt: 'a', stream: false, options: { temperature: 0, seed: 1 }, ...more });
/** Eight tokens: a model of noise ends no answer by itself. */
const eight = { options: { num_predict: 8, temperature: 0, seed: 1 } };
const show = (model: string) => post('/api/show', { model });
const tokens = async (model: string): Promise<unknown> => (await generate(model)).eval_count;

test('every name is there, each model is loaded once, and the store holds nothing that is wrong', async () => {
  const { models } = JSON.parse((await fetchFrom(pod.port, 'GET', '/api/tags')).body) as {
    readonly models: readonly { readonly name: string }[];
  };
  expect(models.map(({ name }) => name).sort()).toEqual([
    'hf.co/tests/Tiny-GGUF:F32',
    'quick:F32',
    'short:latest',
    'team/support:v2',
    'templated:latest',
    'tiny:1b',
    'tiny:latest',
  ]);
  expect((await loadedAt(pod.port)).map(({ name }) => name)).toEqual([
    'hf.co/tests/Tiny-GGUF:F32',
    'quick:F32',
    'tiny:1b',
  ]);
  expect([way.store, pod.volume('weights')].map(wrongBlobs)).toEqual([[], []]);
  expect(namesOf(pod.volume('weights'))).toContain('manifests/hf.co/tests/Tiny-GGUF/F32');
});

describe('an alias', () => {
  test('answers as its model does, under both names, and loads nothing', async () => {
    const before = runnersOf(server).map(({ pid }) => pid);
    const [own, alias, complete] = await Promise.all(
      ['tiny:1b', 'tiny', 'tiny:latest'].map((name) => generate(name, eight)),
    );
    expect([alias?.response, complete?.response]).toEqual([own?.response, own?.response]);
    expect((await show('tiny')).template).toBe((await show('tiny:1b')).template);
    expect(runnersOf(server).map(({ pid }) => pid)).toEqual(before);
  });

  test('is a model of the OpenAI interface', async () => {
    expect(await post('/v1/completions', { model: 'tiny', prompt: 'a', max_tokens: 4, temperature: 0 })).toMatchObject({
      model: 'tiny',
      usage: { completion_tokens: 4 },
    });
  });
});

describe('a Modelfile', () => {
  test('shows its system prompt, its template and its parameters', async () => {
    expect(await show('team/support:v2')).toMatchObject({
      system,
      template: '{{ .Prompt }}',
      parameters: expect.stringMatching(/num_predict +3/),
    });
    expect((await show('team/support:v2')).parameters).toEqual(expect.stringMatching(/stop +"END"/));
    expect(await show('templated')).toMatchObject({ system, template: expect.stringContaining(template) });
    expect((await show('tiny:1b')).system).toBeUndefined();
  });

  test('takes effect: the parameters of the name end an answer, those of a request come first', async () => {
    expect([await tokens('team/support:v2'), await tokens('templated'), await tokens('short')]).toEqual([3, 5, 2]);
    expect((await generate('short', { options: { num_predict: 9 } })).eval_count).toBe(9);
  });

  test('takes effect: system prompt and template are part of what the model reads', async () => {
    const rawPrompt = await generate('tiny:1b', {
      prompt: `<<${system}>>[a]`,
      raw: true,
      options: { num_predict: 5, temperature: 0, seed: 1 },
    });
    const made = await generate('templated');
    expect(made.prompt_eval_count).toBe(rawPrompt.prompt_eval_count);
    expect(made.response).toBe(rawPrompt.response);
    const without = await generate('templated', { system: 'x' });
    expect(without.prompt_eval_count).not.toBe(made.prompt_eval_count);
  });

  test('never changes how the model is loaded', async () => {
    const before = runnersOf(server).map(({ pid }) => pid);
    for (const name of ['templated', 'tiny:1b', 'team/support:v2', 'tiny', 'quick:F32', 'short'])
      await generate(name, eight);
    expect(runnersOf(server).map(({ pid }) => pid)).toEqual(before);
    expect(runnersOf(server).map((runner) => valueOf(runner, '-c'))).toEqual(['2048', '2048', '2048']);
  });
});

test('a file of the hub and a tag of the hub generate', async () => {
  for (const name of ['quick:F32', 'hf.co/tests/Tiny-GGUF:F32'])
    expect((await generate(name, { options: { num_predict: 8 } })).eval_count).toBe(8);
  expect(await show('quick:F32')).toMatchObject({ details: { family: 'llama', quantization_level: 'F32' } });
});

test('an adapter changes what its name answers, and its process has it as planned', async () => {
  const answers: string[] = [];
  for (const [fleet, name] of [
    ['plain', 'base:F32'],
    ['adapted', 'lawyer'],
  ] as const) {
    const other = await way.place(fleet);
    expect(await (await other.start('stager')).end).toMatchObject({ code: 0 });
    const process = await startReady(other, 'ollama');
    const { body } = await fetchFrom(other.port, 'POST', '/api/generate', {
      model: name,
      prompt: 'a',
      stream: false,
      ...eight,
    });
    answers.push((JSON.parse(body) as { readonly response: string }).response);
    const lora = runnersOf(process).map((runner) => valueOf(runner, '--lora') ?? 'none');
    expect(lora).toEqual([
      fleet === 'plain' ? 'none' : expect.stringMatching(new RegExp(`/blobs/sha256-${sha256(adapter)}$`)),
    ]);
    await process.kill();
  }
  expect(answers[0]).not.toBe(answers[1]);
  const terms = rendered.synthesis.plan.servers
    .filter(({ workload }) => ['plain', 'adapted'].includes(workload.name))
    .map(({ memory }) => memory['base/F32']?.host.terms.find((term) => term.name === 'adapters')?.bytes ?? 0);
  expect(terms.sort((one, two) => one - two)).toEqual([0, expect.any(Number)]);
  expect(Math.max(...terms)).toBeGreaterThan(0);
});
