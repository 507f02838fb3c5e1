/** A fleet with the smallest props, and the places of its fields. */
import { OllamaFleet, type OllamaFleetProps } from '../../../lib/constructs/serving/ollama-fleet';
import { derived } from '../../../lib/core/derived';
import { minutes } from '../../../lib/core/duration';
import { draw, fieldOf } from '../support/drawn';
import { from, otherModel, otherTag, settings, tag, tagModel } from '../support/props';

export const add = (chart: ConstructorParameters<typeof OllamaFleet>[0], props: OllamaFleetProps) =>
  new OllamaFleet(chart, 'fleet', props);

export const qwen = { tag, model: tagModel };
export const llama = { tag: otherTag, model: otherModel };
export const smallest: OllamaFleetProps = {
  namespace: 'serving',
  models: [qwen],
  settings,
  weights: { kind: 'ephemeral', from },
};

export const set = 'StatefulSet serving/fleet: spec';
export const template = `${set}.template`;
export const pod = `${template}.spec`;
export const engine = `${pod}.containers[0]`;
export const annotation = (name: string) => `StatefulSet serving/fleet: metadata.annotations['corral.dev/${name}']`;
export const variables = (props: OllamaFleetProps): Readonly<Record<string, unknown>> =>
  Object.fromEntries(
    (
      fieldOf(
        draw((chart) => add(chart, props)),
        `${engine}.env`,
      ) as { name: string; value: string }[]
    ).map(({ name, value }) => [name, value]),
  );

export const reload = derived(minutes(1), 'the largest again');
