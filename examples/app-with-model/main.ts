/** An application beside its model: the model lets only the pods of the application connect. */
import { ApiObject, App, Chart } from 'cdk8s';
import type { Construct } from 'constructs';
import { gib, LlamaServer, type Model, ModelLoader, ModelStore } from 'corral/constructs';
import * as smollm2 from './smollm2.json';

/** What `corral lock` wrote. */
const model = smollm2 as unknown as Model;
const reference = 'smollm2-1.7b-instruct/Q4_K_M';
const namespace = 'chat';
const labels = { 'app.kubernetes.io/name': 'chat' };

/** The model, with the store that its weights are in. */
class ModelChart extends Chart {
  readonly server: LlamaServer;

  constructor(scope: Construct, id: string) {
    super(scope, id);
    const store = new ModelStore(this, 'weights', { namespace, backend: { kind: 'direct' }, capacity: gib(8) });
    new ModelLoader(this, 'load-smollm2', {
      namespace,
      weights: [{ key: reference, model, form: 'gguf' }],
      claimName: store.claimName,
    });
    this.server = new LlamaServer(this, 'smollm2', {
      namespace,
      reference,
      model,
      settings: { contextLength: 4096, parallel: 2, maxOutputLength: 512 },
      weights: { kind: 'direct', claimName: store.claimName },
      access: { requestsFrom: { namespace, podLabels: labels } },
    });
  }
}

/** The application: the model's construct knows its address. */
class ChatChart extends Chart {
  constructor(scope: Construct, id: string, modelUrl: string) {
    super(scope, id);
    new ApiObject(this, 'deployment', {
      apiVersion: 'apps/v1',
      kind: 'Deployment',
      metadata: { name: 'chat', namespace },
      spec: {
        selector: { matchLabels: labels },
        template: {
          metadata: { labels },
          spec: {
            containers: [
              {
                name: 'chat',
                image: 'registry.example/chat:1.0.0',
                env: [{ name: 'OPENAI_BASE_URL', value: `${modelUrl}/v1` }],
              },
            ],
          },
        },
      },
    });
  }
}

const app = new App();
const { server } = new ModelChart(app, 'model');
new ChatChart(app, 'chat', server.url);
app.synth();
