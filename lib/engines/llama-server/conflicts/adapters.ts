/** Adapters that the model does not have, or that are not planned where the settings would put them. */
import { childPath, type Fault, fault } from '../../../core';
import type { Check } from './check';

export const adapters: Check = ({ adapters: used = [], gpuLayers, expertLayersOnHost, splitMode }, context, at) => {
  const { model, gpus } = context;
  const place = childPath(at, 'adapters');
  const known = Object.keys(model?.adapters ?? {});
  const found: Fault[] = used.flatMap(({ name }, index) => {
    const here = childPath(place, index, 'name');
    if (used.findIndex((other) => other.name === name) < index)
      return [fault('Adapter', here, `'${name}' is loaded already`, { fix: 'name each adapter once' })];
    return model === undefined || known.includes(name)
      ? []
      : [
          fault('Adapter', here, `'${name}' is no adapter of the model in the catalogue`, {
            fix: `lock it with the model: npm run lock -- REPOSITORY FILE --adapter ${name}=FILE`,
            ...(known.length === 0 ? {} : { allowed: known.map((each) => `'${each}'`) }),
          }),
        ];
  });
  // The one kind that was seen above what is planned, of all that the engine was asked for.
  if (used.length > 0 && model?.architecture.architecture === 'gemma4' && model.architecture.expertCount) {
    found.push(
      fault('Adapter', place, 'there is no proven bound for the memory of adapters of a Gemma 4 with experts', {
        fix: ['merge the adapter into the model, and lock the result', 'leave adapters out'],
      }),
    );
  }
  if (used.length === 0 || gpus === 0) return found;
  if (gpuLayers !== 'all' || expertLayersOnHost > 0) {
    found.push(
      fault('Adapter', place, 'the memory of adapters is planned for a model whose layers are all on its GPUs', {
        fix: ["gpuLayers 'all' and expertLayersOnHost 0", 'leave adapters out'],
      }),
    );
  }
  if (splitMode === 'row') {
    found.push(
      fault('Adapter', place, 'the memory of adapters is not planned for matrices that are divided by rows', {
        fix: ["splitMode 'layer'", 'leave adapters out'],
      }),
    );
  }
  return found;
};
