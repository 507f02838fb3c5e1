/** Context, slots, answers and batches that do not go with each other or with what the model was trained for. */
import type { ArchitectureFacts } from '../../../catalog';
import { childPath, fault, type Fault, type Path } from '../../../core';
import type { Check } from './check';
import { longestContext, neededFactor, stretches } from './yarn';

/** Most slots of one server (`LLAMA_MAX_SEQ`). */
const mostParallel = 256;

export const counts: Check = (settings, _, at) =>
  (['contextLength', 'parallel', 'maxOutputLength', 'batchSize', 'ubatchSize'] as const)
    .filter((key) => !Number.isSafeInteger(settings[key]) || settings[key] < 1)
    .map((key) => fault('SettingRange', childPath(at, key), `${settings[key]} is not a whole number above 0`));

export const slots: Check = ({ parallel }, _, at) =>
  parallel > mostParallel
    ? fault(
        'SettingRange',
        childPath(at, 'parallel'),
        `${parallel} slots, and llama-server has at most ${mostParallel}`,
      )
    : undefined;

export const output: Check = ({ maxOutputLength, contextLength }, _, at) =>
  maxOutputLength > contextLength
    ? fault(
        'OutputBeyondContext',
        childPath(at, 'maxOutputLength'),
        `${maxOutputLength} tokens do not fit a context of ${contextLength}`,
        {
          fix: [`maxOutputLength ${contextLength}`, `contextLength ${maxOutputLength}`],
        },
      )
    : undefined;

export const trained: Check = ({ contextLength, embedding: pooling, yarn }, { model }, at) => {
  if (model === undefined) return undefined;
  const { architecture } = model;
  const most = longestContext(architecture, yarn);
  if (contextLength <= most) return undefined;
  const factor = neededFactor(architecture, contextLength, yarn);
  const takes =
    yarn === undefined || !stretches(architecture)
      ? `was trained for ${architecture.contextLength}`
      : `takes ${most} with the factor ${yarn.factor} of YaRN`;
  return fault(
    'ContextBeyondTraining',
    childPath(at, 'contextLength'),
    `${contextLength} tokens, and the model ${takes}: the server would cap it silently`,
    {
      fix: [
        `contextLength ${most}`,
        ...(pooling !== undefined || !stretches(architecture)
          ? []
          : [`if the publisher of the model names YaRN: yarn { factor: ${factor} }`]),
      ],
    },
  );
};

/** YaRN makes answers to short texts worse, so a context that needs none has none. */
function unneeded(
  contextLength: number,
  { contextLength: trained }: Pick<ArchitectureFacts, 'contextLength'>,
  place: Path,
): Fault | undefined {
  if (contextLength > trained) return undefined;
  return fault(
    'YarnFactor',
    place,
    `contextLength ${contextLength} is within the ${trained} tokens of the model, and YaRN would only make its answers worse`,
    { fix: ['leave yarn out', `a contextLength above ${trained}`] },
  );
}

/** Positions that cannot be stretched, or not by a factor that makes them fewer. */
export const stretched: Check = ({ yarn, contextLength }, { model }, at) => {
  if (yarn === undefined) return undefined;
  const place = childPath(at, 'yarn');
  const fix = 'leave yarn out';
  if (yarn.factor <= 1) {
    return fault('YarnFactor', childPath(place, 'factor'), `${yarn.factor} makes no context longer`, {
      fix: [fix, 'a factor above 1'],
    });
  }
  if (model === undefined) return undefined;
  if (stretches(model.architecture)) return unneeded(contextLength, model.architecture, place);
  return fault(
    'YarnFactor',
    place,
    `the positions of a ${model.architecture.architecture} are learnt, and there is none beyond ${model.architecture.contextLength}`,
    { fix },
  );
};

export const batches: Check = ({ batchSize, ubatchSize }, _, at) =>
  ubatchSize > batchSize
    ? fault(
        'BatchOrder',
        childPath(at, 'ubatchSize'),
        `a physical batch of ${ubatchSize} is larger than the logical one of ${batchSize}`,
        {
          fix: [`ubatchSize ${batchSize}`, `batchSize ${ubatchSize}`],
        },
      )
    : undefined;
