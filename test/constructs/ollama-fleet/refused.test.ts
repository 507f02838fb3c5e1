/** Props that a fleet refuses. */
import { describe, expect, test } from '@jest/globals';
import type { OllamaFleetProps } from '../../../lib/constructs/serving/ollama-fleet';
import { draw, refusal, titles } from '../support/drawn';
import { hubModel, settings, tagModel } from '../support/props';
import { add, llama, qwen, reload, smallest } from './fleet';

describe('refused', () => {
  test('a fleet without models', () => {
    expect(refusal((chart) => add(chart, { ...smallest, models: [] }))).toBe(
      'fleet.models: the list of models is empty.\n  fix: name at least one model\n  [FleetWithoutModels]',
    );
    expect(refusal((chart) => add(chart, { ...smallest, models: [[qwen], []] }))).toBe(
      'fleet.models[1]: the list of models is empty.\n  fix: name at least one model\n  [FleetWithoutModels]',
    );
  });

  test('lists that are not one for each server', () => {
    expect(refusal((chart) => add(chart, { ...smallest, models: [[qwen], [llama]], replicas: 3 }))).toBe(
      'fleet.replicas: 3 replicas, but 2 lists of models: each server needs its own list.\n  fix: replicas 2\n  [OrdinalsDiffer]',
    );
  });

  test('more models than may be loaded, unless the time of a swap is stated', () => {
    const props: OllamaFleetProps = {
      ...smallest,
      models: [qwen, llama],
      settings: { ...settings, maxLoadedModels: 1 },
    };
    expect(refusal((chart) => add(chart, props))).toBe(
      'fleet.models: 2 models, but a server keeps only 1 loaded.\n  fix: settings.maxLoadedModels 2 · set reloadTime, so that models may be swapped\n  [TooManyModels]',
    );
    expect(titles(draw((chart) => add(chart, { ...props, reloadTime: reload })))).toContain(
      'StatefulSet serving/fleet',
    );
  });

  test('a model that Ollama cannot read, a name that it does not take, and a parameter that changes memory', () => {
    const refused = (model: object) =>
      refusal((chart) => add(chart, { ...smallest, models: [{ tag: 'smol', model: hubModel, ...model }] }));
    expect(refused({ model: { ...hubModel, engines: ['llama-server'] } })).toBe(
      "fleet.models[0]: 'smol' is for llama-server only, as its catalogue entry states.\n  fix: serve it with a llama-server of its own, under models\n  [EngineCannotRead]",
    );
    expect(refused({ tag: 'smol lm', parameters: { num_ctx: 1 } }).match(/\[\w+\]$/gm)).toEqual([
      '[BadName]',
      '[ParameterNotOffered]',
    ]);
  });
});

test('wrong props do not compile', () => {
  // @ts-expect-error a model has a tag
  const model: OllamaFleetProps['models'] = [{ model: tagModel }];
  // @ts-expect-error Ollama has no such cache
  const cache: OllamaFleetProps['settings'] = { ...settings, cacheType: 'q5_1' };
  // @ts-expect-error a fleet is not scaled: its servers keep their volumes
  const replicas: OllamaFleetProps['replicas'] = { min: 1, max: 2 };
  expect([model, cache, replicas]).toHaveLength(3);
});
