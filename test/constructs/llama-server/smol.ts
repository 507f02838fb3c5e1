/** One llama-server with the smallest props, and the places of its fields. */
import { LlamaServer, type LlamaServerProps } from '../../../lib/constructs/serving/llama-server';
import { from, hubKey, hubModel, settings } from '../support/props';

export const add = (chart: ConstructorParameters<typeof LlamaServer>[0], props: LlamaServerProps) =>
  new LlamaServer(chart, 'smol', props);

export const smallest: LlamaServerProps = {
  namespace: 'serving',
  reference: hubKey,
  model: hubModel,
  settings,
  weights: { kind: 'ephemeral', from },
};

export const template = 'Deployment serving/smol: spec.template';
export const pod = `${template}.spec`;
export const engine = `${pod}.containers[0]`;
export const annotation = (name: string) => `Deployment serving/smol: metadata.annotations['corral.dev/${name}']`;
