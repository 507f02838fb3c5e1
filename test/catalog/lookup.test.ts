/** Lookups return the fact, or refuse with what was probably meant: every refusal by its full sentence. */
import { expect, test } from '@jest/globals';
import type { Gpu } from '../../lib/catalog/gpu';
import { gpus } from '../../lib/catalog/gpus';
import { instances } from '../../lib/catalog/instances';
import { findGpu, findInstance, findMigProfile, findModel, isFault } from '../../lib/catalog/lookup';
import type { Model, ModelCatalog } from '../../lib/catalog/model';
import { formatFault } from '../../lib/core/fault';

const at = "production.nodePools['l4'].hardware.gpu";
const text = (found: object): string => {
  if (!isFault(found)) throw new Error('expected a fault');
  return formatFault(found);
};

const model: Model = {
  origin: { from: 'huggingface', repo: 'example/tiny-GGUF' },
  files: [{ path: 'tiny.gguf', sha256: '0'.repeat(64), bytes: 1, bytesFrom: 'stated' }],
  quantisation: 'Q8_0',
  architecture: {
    architecture: 'llama',
    blockCount: 1,
    contextLength: 1,
    embeddingLength: 1,
    feedForwardLength: 1,
    headCount: 1,
    headCountKv: 1,
    keyLength: 1,
    valueLength: 1,
    vocabularySize: 1,
  },
  tensors: { from: 'header', inputBytes: 0, outputBytes: 0, tied: true, layers: [{ layers: 1, bytes: 1 }] },
};
const models: ModelCatalog = { 'llama-3.3-70b-instruct/Q4_K_M': model, 'llama3.1:8b': model };

test('what is known is returned', () => {
  expect(findGpu(gpus, 'NVIDIA-L4', at)).toBe(gpus['NVIDIA-L4']);
  expect(findInstance(instances, 'aws/g6.xlarge', at)).toBe(instances['aws/g6.xlarge']);
  expect(findModel(models, 'llama3.1:8b', at)).toBe(model);
  expect(findMigProfile(gpus['NVIDIA-A100-SXM4-80GB'], '1g.10gb', at)).toMatchObject({
    perGpu: 7,
    memoryMib: 9728,
    computeSlices: 1,
  });
  expect(isFault(gpus['NVIDIA-L4'])).toBe(false);
});

test('a catalogue of the user is searched like our own', () => {
  const mine: Gpu = { ...gpus['NVIDIA-L4'], product: 'NVIDIA-L2' };
  expect(findGpu({ ...gpus, 'NVIDIA-L2': mine }, 'NVIDIA-L2', at)).toBe(mine);
});

test('an unknown GPU', () => {
  expect(text(findGpu(gpus, 'NVIDIA-L04S', at))).toBe(
    [
      `${at}: no GPU 'NVIDIA-L04S' in the catalogue.`,
      '  did you mean: NVIDIA-L40S · NVIDIA-L4',
      '  fix: add it under catalog.gpus, with the memory in MiB that its driver reports',
      '  [UnknownGpu]',
    ].join('\n'),
  );
});

test('a GPU that is like no other has no suggestion', () => {
  expect(text(findGpu(gpus, 'Rebellions-ATOM', at))).toBe(
    [
      `${at}: no GPU 'Rebellions-ATOM' in the catalogue.`,
      '  fix: add it under catalog.gpus, with the memory in MiB that its driver reports',
      '  [UnknownGpu]',
    ].join('\n'),
  );
});

test.each(['-MIG-1g.10gb-SHARED', '-SHARED', '-MIG-1g.10gb'])('the label of a shared or cut GPU: %s', (ending) => {
  const label = `NVIDIA-A100-SXM4-80GB${ending}`;
  expect(text(findGpu(gpus, label, at))).toBe(
    [
      `${at}: '${label}' is the label of a GPU that is shared or cut, not of a GPU.`,
      "  fix: name the GPU, 'NVIDIA-A100-SXM4-80GB', and state how the pool shares it",
      '  [UnknownGpu]',
    ].join('\n'),
  );
});

test('the name of an inherited property is no GPU', () => {
  expect(isFault(findGpu(gpus, 'constructor', at))).toBe(true);
  expect(isFault(findInstance(instances, 'toString', at))).toBe(true);
  expect(isFault(findModel(models, '__proto__', at))).toBe(true);
});

test('a GPU without MIG', () => {
  expect(text(findMigProfile(gpus['NVIDIA-L4'], '1g.10gb', 'dev.nodePools.gpu.sharing'))).toBe(
    [
      'dev.nodePools.gpu.sharing: NVIDIA-L4 cannot be cut by MIG.',
      '  fix: share it by time-slicing or MPS, or give whole GPUs',
      '  [NoMig]',
    ].join('\n'),
  );
});

test('an unknown MIG profile', () => {
  expect(text(findMigProfile(gpus['NVIDIA-A30'], '1g.5gb', 'dev.nodePools.gpu.sharing'))).toBe(
    [
      "dev.nodePools.gpu.sharing: NVIDIA-A30 has no MIG profile '1g.5gb'.",
      '  allowed: 1g.6gb · 2g.12gb · 4g.24gb',
      '  [UnknownMigProfile]',
    ].join('\n'),
  );
});

test('an unknown machine type', () => {
  expect(text(findInstance(instances, 'aws/g6e.12xlagre', 'staging.nodePools.l40s.instance'))).toBe(
    [
      "staging.nodePools.l40s.instance: no machine type 'aws/g6e.12xlagre' in the catalogue.",
      '  did you mean: aws/g6e.12xlarge · aws/g6.12xlarge · aws/g6e.16xlarge',
      '  fix: add it under catalog.instances, with what pods can have of it',
      '  [UnknownInstance]',
    ].join('\n'),
  );
});

test('a tag without its version suggests the tags of that model', () => {
  const tags: ModelCatalog = {
    ...models,
    'llama3.2:3b': model,
    'llama3.2:1b-instruct': model,
    'llama-3.2-3b/Q4_K_M': model,
  };
  expect(text(findModel(tags, 'llama3.2', 'local.ollama.o.models[0]'))).toContain(
    "no model 'llama3.2' in the catalogue.\n  did you mean: llama3.2:3b · llama3.2:1b-instruct",
  );
});

test('a model of a hub, as Ollama names it', () => {
  expect(text(findModel(models, 'hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M', 'local.ollama.o.models[0]'))).toBe(
    [
      "local.ollama.o.models[0]: no model 'hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M' in the catalogue.",
      '  fix: lock the tag: npm run lock -- ollama hf.co/bartowski/Llama-3.2-3B-Instruct-GGUF:Q4_K_M · lock its GGUF file: npm run lock -- REPOSITORY FILE · add it under catalog.models, with the SHA-256 of its files',
      '  [UnknownModel]',
    ].join('\n'),
  );
});

test('an unknown model', () => {
  expect(text(findModel(models, 'llama3.1:8', 'local.models.chat.weights'))).toBe(
    [
      "local.models.chat.weights: no model 'llama3.1:8' in the catalogue.",
      '  did you mean: llama3.1:8b',
      '  fix: lock the tag: npm run lock -- ollama llama3.1:8 · lock its GGUF file: npm run lock -- REPOSITORY FILE · add it under catalog.models, with the SHA-256 of its files',
      '  [UnknownModel]',
    ].join('\n'),
  );
});
