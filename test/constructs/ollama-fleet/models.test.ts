/** Models of a fleet: lists for each server, and names of its own. */
import { describe, expect, test } from '@jest/globals';
import { ollamaWeights } from '../../../lib/constructs/serving/ollama-models';
import { ModelLoader } from '../../../lib/constructs/weights/model-loader';
import { draw, fieldOf } from '../support/drawn';
import { hubKey, hubModel, otherTag, tag, tagModel } from '../support/props';
import { add, annotation, engine, llama, qwen, set, smallest } from './fleet';

describe('models by ordinal', () => {
  const manifests = draw((chart) => add(chart, { ...smallest, models: [[qwen], [llama]] }));

  test('give each server a Service of its own, and as many servers as lists', () => {
    expect(fieldOf(manifests, `${set}.replicas`)).toBe(2);
    expect(fieldOf(manifests, 'Service serving/fleet-1: spec.selector')).toMatchObject({
      'statefulset.kubernetes.io/pod-name': 'fleet-1',
    });
    expect(fieldOf(manifests, annotation('models'))).toBe(`${tag} | ${otherTag}`);
  });

  test('give each server lists of its own, which it finds by its place in the set', () => {
    expect(fieldOf(manifests, "ConfigMap serving/fleet-lists-*: data['ollama-declared.list-1']")).toBe(`${otherTag}\n`);
    const env = fieldOf(manifests, `${engine}.env`) as { name: string; value?: string }[];
    expect(env[0]).toEqual({
      name: 'POD_INDEX',
      valueFrom: { fieldRef: { fieldPath: "metadata.labels['apps.kubernetes.io/pod-index']" } },
    });
    expect(env.find(({ name }) => name === 'DECLARED_MODELS')?.value).toBe(
      '/etc/corral/ollama-declared.list-$(POD_INDEX)',
    );
  });
});

describe('names of its own', () => {
  const models = [
    qwen,
    { tag: 'qwen', model: tagModel },
    { tag: 'smol', key: hubKey, model: hubModel, system: 'You help.', template: '{{ .Prompt }}' },
  ] as const;
  const manifests = draw((chart) => {
    add(chart, { ...smallest, models });
    new ModelLoader(chart, 'load', { namespace: 'store', claimName: 'models', weights: ollamaWeights(models) });
  });

  test('are listed and asked for; each model is loaded once', () => {
    const list = (name: string) => fieldOf(manifests, `ConfigMap serving/fleet-lists-*: data['${name}']`);
    expect([list('ollama-declared.list'), list('ollama-warm.list'), list('ollama-made.list')]).toEqual([
      `${tag}\nqwen:latest\nsmol:latest\n`,
      `${tag}\nsmol:latest\n`,
      'smol:latest\n',
    ]);
    expect(fieldOf(manifests, `${engine}.env`)).toContainEqual({ name: 'OLLAMA_GO_TEMPLATE', value: '1' });
    expect(fieldOf(manifests, annotation('models'))).toBe(`${tag} qwen:latest smol:latest`);
  });

  test('are brought by a loader, whose lists hold the texts of what is made', () => {
    const data = fieldOf(manifests, 'ConfigMap store/load-lists-*: data') as Readonly<Record<string, string>>;
    const [text, manifest] = (data['made.list'] ?? '').split('\n').slice(-3, -1);
    expect(manifest).toMatch(
      /^manifest [0-9a-f]{64} made-[0-9a-f]{16} manifests\/registry.ollama.ai\/library\/smol\/latest$/,
    );
    expect(data[text?.split(' ')[2] ?? '']).toBe('You help.');
    expect(data['weights.list']?.split('\n').map((line) => line.split(' ').find((word) => word.includes('/')))).toEqual(
      [
        'manifests/registry.ollama.ai/library/qwen2.5/0.5b',
        'manifests/registry.ollama.ai/library/qwen/latest',
        `gguf/${hubKey}/${hubModel.files[0]?.path}`,
        undefined,
      ],
    );
  });
});
