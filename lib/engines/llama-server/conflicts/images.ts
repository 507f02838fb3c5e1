/** Images that the model's projector, the context or a batch does not take. */
import { childPath, fault } from '../../../core';
import type { Check } from './check';
import { imageTokens } from './projector-images';

export const projector: Check = ({ imageMaxTokens: most }, { model }, at) => {
  if (most === 0 || model === undefined) return undefined;
  const {
    projector: own,
    architecture: { embeddingLength },
  } = model;
  if (own === undefined) {
    return fault(
      'NoProjector',
      childPath(at, 'imageMaxTokens'),
      `${most}, and the model has no projector in the catalogue`,
      {
        fix: ['lock it with its projector: npm run lock -- <repository> <file> --projector <file>', 'imageMaxTokens 0'],
      },
    );
  }
  return own.facts.projectionLength === embeddingLength
    ? undefined
    : fault(
        'NoProjector',
        childPath(at, 'imageMaxTokens'),
        `the projector makes tokens of width ${own.facts.projectionLength}, and the model takes ${embeddingLength}`,
        {
          fix: 'lock the model with its own projector',
        },
      );
};

export const images: Check = ({ imageMaxTokens: most, contextLength, ubatchSize }, { model }, at) => {
  if (most === 0) return undefined;
  const place = childPath(at, 'imageMaxTokens');
  const { facts } = model?.projector ?? {};
  const { least = 1, fixed, together = false } = facts === undefined ? {} : imageTokens(facts);
  const fewer = (value: number): readonly string[] =>
    fixed === undefined && value >= least ? [`imageMaxTokens ${value}`] : [];
  if (most >= contextLength) {
    return fault('ImageTokens', place, `${most} tokens of one image leave nothing of a context of ${contextLength}`, {
      fix: [...fewer(contextLength - 1), `contextLength ${2 * most}`],
    });
  }
  if (facts === undefined) return undefined;
  if (fixed !== undefined && most !== fixed) {
    return fault(
      'ImageTokens',
      place,
      `${most}, and a projector of type ${facts.type} makes ${fixed} tokens of every image`,
      { fix: `imageMaxTokens ${fixed}` },
    );
  }
  if (most < least) {
    return fault(
      'ImageTokens',
      place,
      `${most}, and a projector of type ${facts.type} may make ${least} tokens of a small image, which the server enlarges`,
      {
        fix: `imageMaxTokens ${least}`,
      },
    );
  }
  return together && most > ubatchSize
    ? fault(
        'ImageTokens',
        place,
        `${most} tokens of an image see each other and must be in one physical batch, and ubatchSize is ${ubatchSize}`,
        {
          fix: [...fewer(ubatchSize), `ubatchSize ${most}`],
        },
      )
    : undefined;
};
