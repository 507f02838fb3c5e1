/** Weights of a llama-server, and the files beside them: chat template, projector. */
import { describe, expect, test } from '@jest/globals';
import type { LlamaServerProps } from '../../../lib/constructs/serving/llama-server';
import { mib } from '../../../lib/core/bytes';
import { projectorOfShape } from '../../gguf/projector-file';
import { draw, fieldOf } from '../support/drawn';
import { from, hubKey, settings } from '../support/props';
import { add, annotation, engine, pod, smallest } from './smol';

describe('each prop shows', () => {
  test('a chat template is a file beside the programs, or one of the weights', () => {
    const args = (props: LlamaServerProps) =>
      fieldOf(
        draw((chart) => add(chart, props)),
        `${engine}.args`,
      ) as string[];
    const fileOf = (props: LlamaServerProps) => args(props)[args(props).indexOf('--chat-template-file') + 1];
    const template = { path: 'chat_template.jinja', sha256: 'd'.repeat(64), bytes: 10, bytesFrom: 'stated' } as const;
    const withFile = { ...smallest, model: { ...smallest.model, chatTemplate: template } };
    expect(args(withFile)).not.toContain('--chat-template-file');
    expect(fileOf({ ...smallest, chatTemplate: { text: '{{ a }}' } })).toBe('/etc/corral/chat-template.jinja');
    expect(fileOf({ ...withFile, chatTemplate: { from: 'catalogue' } })).toBe(
      `/models/gguf/${hubKey}/chat-template.jinja`,
    );
    expect(
      fileOf({
        ...withFile,
        chatTemplate: { from: 'catalogue' },
        weights: { kind: 'image', reference: 'registry.example/weights@sha256:0', path: '/weights' },
      }),
    ).toBe('/models/weights/chat-template.jinja');
  });

  test('images load the projector, from the store or from an image of weights', () => {
    const projector = projectorOfShape({
      type: 'gemma3',
      imageSize: 896,
      patchSize: 14,
      mergeSize: 4,
      embeddingLength: 32,
      feedForwardLength: 64,
      headCount: 2,
      blockCount: 1,
      projectionLength: smallest.model.architecture.embeddingLength,
    });
    const seeing = {
      ...smallest,
      model: { ...smallest.model, projector },
      settings: { ...settings, imageMaxTokens: 256 },
    };
    const args = (props: LlamaServerProps) =>
      fieldOf(
        draw((chart) => add(chart, props)),
        `${engine}.args`,
      );
    expect(args(seeing)).toEqual(
      expect.arrayContaining([
        '--mmproj',
        `/models/gguf/${hubKey}/mmproj.gguf`,
        '--no-mmproj-offload',
        '--image-max-tokens',
        '256',
        '--mtmd-batch-max-tokens',
        '256',
      ]),
    );
    expect(
      args({ ...seeing, weights: { kind: 'image', reference: 'registry.example/weights@sha256:0', path: '/weights' } }),
    ).toEqual(expect.arrayContaining(['--mmproj', '/models/weights/mmproj.gguf']));
    expect(args({ ...seeing, settings })).not.toContain('--mmproj');
  });
});

describe('weights', () => {
  const drawn = (weights: LlamaServerProps['weights']) => draw((chart) => add(chart, { ...smallest, weights }));

  test('of a class are a claim of the pod, as large as it says', () => {
    expect(
      fieldOf(
        drawn({ kind: 'claim', size: mib(3000), storageClass: 'topolvm', from }),
        `${pod}.volumes[0].ephemeral.volumeClaimTemplate.spec`,
      ),
    ).toEqual({
      accessModes: ['ReadWriteOnce'],
      storageClassName: 'topolvm',
      resources: { requests: { storage: '3000Mi' } },
    });
  });

  test('of an image are mounted by its digest, and found in its folder', () => {
    const manifests = drawn({ kind: 'image', reference: 'registry.example/weights:1@sha256:0', path: '/weights/' });
    expect(fieldOf(manifests, `${pod}.volumes[0]`)).toEqual({
      name: 'weights',
      image: { reference: 'registry.example/weights:1@sha256:0', pullPolicy: 'IfNotPresent' },
    });
    expect(fieldOf(manifests, `${engine}.args[1]`)).toBe('/models/weights/smollm2-1.7b-instruct-q4_k_m.gguf');
  });

  test.each<LlamaServerProps['weights']>([
    { kind: 'direct', claimName: 'models' },
    { kind: 'image', reference: 'x@sha256:0', path: '' },
  ])('in place need no stager and no way out: %j', (weights) => {
    const manifests = drawn(weights);
    const init = fieldOf(manifests, `${pod}.initContainers`) as
      | readonly { readonly command: readonly string[] }[]
      | undefined;
    // Read from the store's own claim, weights may not be there yet; in an image they are.
    expect(init?.map(({ command }) => command.at(-1))).toEqual(
      weights.kind === 'direct' ? ['/etc/corral/weights-wait.sh'] : undefined,
    );
    expect(fieldOf(manifests, 'NetworkPolicy serving/smol: spec.egress') ?? []).toEqual([]);
    expect(fieldOf(manifests, annotation('because.ephemeral-storage'))).not.toContain('weights');
  });
});
