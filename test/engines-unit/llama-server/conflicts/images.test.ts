/** Images: the projector, the context and the batch that they need. */
import { expect, test } from '@jest/globals';
import type { ProjectorFacts } from '../../../../lib/catalog/projector';
import { checkLlamaServer } from '../../../../lib/engines/llama-server/conflicts';
import type { LlamaServerSettings } from '../../../../lib/sizing/settings';
import { siglip } from '../../../gguf/siglip';
import { llama8b, onCpu, sentences } from '../../fixtures';

const gemmaVision: ProjectorFacts = { ...siglip, type: 'gemma3', projectionLength: 4096 };
const withProjector = (facts: Partial<ProjectorFacts>) =>
  ({
    architecture: llama8b,
    projector: {
      file: { path: 'mmproj.gguf', sha256: '0'.repeat(64), bytes: 1, bytesFrom: 'stated' },
      from: 'header',
      tensorBytes: 1,
      facts: { ...gemmaVision, ...facts },
    },
  }) as const;
const images = (settings: Partial<LlamaServerSettings>, facts?: Partial<ProjectorFacts>): string =>
  sentences(
    checkLlamaServer(
      { ...onCpu, ...settings },
      { gpus: 0, model: facts === undefined ? { architecture: llama8b } : withProjector(facts) },
      's',
    ),
  );

test('images that go with the projector, the context and the batch', () => {
  expect(images({ imageMaxTokens: 256 }, {})).toBe('');
  expect(images({ imageMaxTokens: 256, ubatchSize: 256 }, {})).toBe('');
  expect(images({ imageMaxTokens: 105 }, { type: 'gemma4v' })).toBe('');
  expect(images({ imageMaxTokens: 16 }, { type: 'qwen3vl_merger' })).toBe('');
  expect(images({ imageMaxTokens: 1120 }, { type: 'qwen3vl_merger' })).toBe('');
  expect(images({ imageMaxTokens: 8191 }, { type: 'pixtral' })).toBe('');
  expect(images({}, { projectionLength: 1 })).toBe('');
});

test('images without a projector, or with that of another model', () => {
  expect(images({ imageMaxTokens: 256 })).toBe(
    [
      's.imageMaxTokens: 256, and the model has no projector in the catalogue.',
      '  fix: lock it with its projector: npm run lock -- <repository> <file> --projector <file> · imageMaxTokens 0',
      '  [NoProjector]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 256 }, { projectionLength: 2560 })).toBe(
    [
      's.imageMaxTokens: the projector makes tokens of width 2560, and the model takes 4096.',
      '  fix: lock the model with its own projector',
      '  [NoProjector]',
    ].join('\n'),
  );
});

test('images of other sizes than the projector makes', () => {
  expect(images({ imageMaxTokens: 255 }, {})).toBe(
    [
      's.imageMaxTokens: 255, and a projector of type gemma3 makes 256 tokens of every image.',
      '  fix: imageMaxTokens 256',
      '  [ImageTokens]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 104 }, { type: 'gemma4v' })).toBe(
    [
      's.imageMaxTokens: 104, and a projector of type gemma4v may make 105 tokens of a small image, which the server enlarges.',
      '  fix: imageMaxTokens 105',
      '  [ImageTokens]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 15 }, { type: 'pixtral' })).toContain('may make 16 tokens');
  expect(images({ imageMaxTokens: 15 }, { type: 'qwen3vl_merger' })).toContain('may make 16 tokens');
  expect(images({ imageMaxTokens: 8192 }, { type: 'pixtral' })).toBe(
    [
      's.imageMaxTokens: 8192 tokens of one image leave nothing of a context of 8192.',
      '  fix: imageMaxTokens 8191 · contextLength 16384',
      '  [ImageTokens]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 256, contextLength: 256, maxOutputLength: 64 }, {})).toContain(
    '  fix: contextLength 512\n',
  );
});

test('images whose tokens see each other need one physical batch', () => {
  expect(images({ imageMaxTokens: 513 }, { type: 'gemma4v' })).toBe(
    [
      's.imageMaxTokens: 513 tokens of an image see each other and must be in one physical batch, and ubatchSize is 512.',
      '  fix: imageMaxTokens 512 · ubatchSize 513',
      '  [ImageTokens]',
    ].join('\n'),
  );
  expect(images({ imageMaxTokens: 256, ubatchSize: 255 }, {})).toContain('fix: ubatchSize 256');
  expect(images({ imageMaxTokens: 128, ubatchSize: 64 }, { type: 'gemma4v' })).toContain('  fix: ubatchSize 128\n');
  for (const width of [1536, 2560]) {
    const small = { type: 'gemma4v', projectionLength: width } as const;
    expect(
      sentences(
        checkLlamaServer(
          { ...onCpu, imageMaxTokens: 513 },
          { gpus: 0, model: { ...withProjector(small), architecture: { ...llama8b, embeddingLength: width } } },
          's',
        ),
      ),
    ).toBe('');
  }
});
