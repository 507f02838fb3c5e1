/** Context, slots, answers and batches that do not go with each other or with what the model was trained for. */
import { childPath, fault } from '../../../core';
import type { Check } from './check';
import { longestContext, yarnFlags } from './yarn';

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

export const trained: Check = ({ contextLength, embedding: pooling }, { model, flags }, at) => {
  if (model === undefined) return undefined;
  const { architecture } = model;
  const most = longestContext(architecture, flags);
  if (contextLength <= most) return undefined;
  const stretched = most !== architecture.contextLength;
  return fault(
    'ContextBeyondTraining',
    childPath(at, 'contextLength'),
    `${contextLength} tokens, and the model ${stretched ? `takes ${most} with the YaRN flags that are set` : `was trained for ${most}`}: the server would cap it silently`,
    {
      fix: [
        `contextLength ${most}`,
        ...(stretched || pooling !== undefined
          ? []
          : [`if the publisher of the model names YaRN: flags ${yarnFlags(architecture, contextLength)}`]),
      ],
    },
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
