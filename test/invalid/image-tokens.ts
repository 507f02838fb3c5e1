/** Fewer tokens than a projector makes of every image. */
import { changed, smallModel } from './base';

const projector = {
  file: { path: 'mmproj.gguf', sha256: 'f'.repeat(64), bytes: 5000, bytesFrom: 'stated' },
  from: 'header',
  tensorBytes: 4000,
  facts: {
    type: 'gemma3',
    imageSize: 896,
    patchSize: 14,
    mergeSize: 4,
    embeddingLength: 32,
    feedForwardLength: 128,
    headCount: 2,
    blockCount: 3,
    projectionLength: 64,
  },
} as const;

export const inputs = [
  changed(
    [['models', 'chat', 'settings', 'imageMaxTokens'], 255],
    [['catalog', 'models', 'small/Q4_K_M'], { ...smallModel, projector }],
  ),
];

export const report = `test.models.chat.settings.imageMaxTokens: 255, and a projector of type gemma3 makes 256 tokens of every image.
  fix: imageMaxTokens 256
  [ImageTokens]`;
