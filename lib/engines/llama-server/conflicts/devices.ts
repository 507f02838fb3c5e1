/** Layers and parts of a model that do not go with the GPUs of its pod. */
import { childPath, type Fault, fault } from '../../../core';
import type { Check } from './check';

export const split: Check = ({ splitMode, tensorSplit }, { gpus }, at) => {
  if (gpus > 1 && splitMode === 'none') {
    return fault('SplitMode', childPath(at, 'splitMode'), `'none' leaves ${gpus - 1} of ${gpus} GPUs without work`, {
      fix: ["splitMode 'layer'", 'gpus 1'],
    });
  }
  if (gpus <= 1 && splitMode !== 'none') {
    return fault(
      'SplitMode',
      childPath(at, 'splitMode'),
      `'${splitMode}' needs several GPUs, and the pod has ${gpus}`,
      {
        fix: ["splitMode 'none'", 'gpus 2'],
      },
    );
  }
  if (gpus <= 1 ? tensorSplit.length > 1 : tensorSplit.length !== gpus) {
    return fault(
      'TensorSplit',
      childPath(at, 'tensorSplit'),
      `${tensorSplit.length} parts for ${gpus} ${gpus === 1 ? 'GPU' : 'GPUs'}`,
      {
        fix: gpus <= 1 ? 'leave tensorSplit out' : `tensorSplit [${Array.from({ length: gpus }, () => 1).join(', ')}]`,
      },
    );
  }
  return tensorSplit.every((part) => Number.isFinite(part) && part > 0)
    ? undefined
    : fault('TensorSplit', childPath(at, 'tensorSplit'), `[${tensorSplit.join(', ')}] has a part that is not above 0`, {
        fix: 'ask for fewer GPUs, and leave that part out',
      });
};

export const layers: Check = ({ gpuLayers, expertLayersOnHost }, { gpus, model }, at) => {
  const found: Fault[] = [];
  if (gpus === 0 && gpuLayers !== 0) {
    found.push(
      fault('GpuLayers', childPath(at, 'gpuLayers'), `${gpuLayers} layers on GPUs, and the pod has none`, {
        fix: ['gpuLayers 0', 'gpus 1'],
      }),
    );
  }
  if (gpus > 0 && gpuLayers === 0) {
    found.push(
      fault('GpuLayers', childPath(at, 'gpuLayers'), `0 leaves ${gpus} GPUs without work`, {
        fix: ["gpuLayers 'all'", 'gpus 0'],
      }),
    );
  }
  if (expertLayersOnHost > 0 && (gpus === 0 || (model !== undefined && model.architecture.expertCount === undefined))) {
    const why = gpus === 0 ? 'everything is on the host already' : 'the model has no experts';
    found.push(
      fault('ExpertLayers', childPath(at, 'expertLayersOnHost'), `${expertLayersOnHost}, and ${why}`, {
        fix: 'expertLayersOnHost 0',
      }),
    );
  }
  return found;
};
