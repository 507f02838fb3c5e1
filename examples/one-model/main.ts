/** One model in a cdk8s app of one's own: a store, the loader that fills it, and llama-server. */
import { App, Chart, type ChartProps } from 'cdk8s';
import type { Construct } from 'constructs';
import { gib, LlamaServer, type Model, ModelLoader, ModelStore } from 'corral/constructs';
import * as smollm2 from './smollm2.json';

/** What `corral lock` wrote. */
const model = smollm2 as unknown as Model;
const reference = 'smollm2-1.7b-instruct/Q4_K_M';
const namespace = 'llm';

export class ModelChart extends Chart {
  constructor(scope: Construct, id: string, props: ChartProps = {}) {
    super(scope, id, props);

    const store = new ModelStore(this, 'weights', { namespace, backend: { kind: 'direct' }, capacity: gib(8) });
    new ModelLoader(this, 'load-smollm2', {
      namespace,
      weights: [{ key: reference, model, form: 'gguf' }],
      claimName: store.claimName,
    });
    new LlamaServer(this, 'smollm2', {
      namespace,
      reference,
      model,
      settings: { contextLength: 4096, parallel: 2, maxOutputLength: 512 },
      weights: { kind: 'direct', claimName: store.claimName },
      access: { requestsFrom: { namespace, podLabels: { app: 'chat' } } },
    });
  }
}

const app = new App();
new ModelChart(app, 'one-model');
app.synth();
