/** What the pods of a llama-server run. */
import { adapterName, chatTemplateName, type Image, type Model } from '../../catalog';
import { llamaServerDrain, programFile } from '../../programs';
import { drainDeadline, type LlamaServerSettings, propagationOf } from '../../sizing';
import type { EnginePod, EngineRun } from '../engine-pod';
import type { UncheckedFlags } from './flags/further-flags';
import type { ChatTemplate } from './input';
import { imageOf } from './image';
import { measuredText } from './conflicts/measured';
import { noKey } from './no-key';
import { llamaServerArguments, llamaServerContract, llamaServerEnvironment, llamaServerFlags } from './llama-server';

/** What one llama-server serves, and how. */
export interface LlamaServerInputs {
  /** Key of the model in its catalogue. */
  readonly weights: string;
  readonly model: Model;
  readonly settings: LlamaServerSettings;
  readonly draft?: { readonly weights: string; readonly model: Model };
  readonly chatTemplate?: ChatTemplate;
  readonly flags?: UncheckedFlags;
  /** Name of the model in answers. @default - that of the container */
  readonly alias?: string;
  /** @default - llama-server of the pinned build, for the vendor of the GPUs of the pod */
  readonly image?: Image;
}

/** A chat template that is a text, beside the programs. */
const templateFile = 'chat-template.jinja';

/** Where the server and its drain find the keys. */
const keyFolder = '/etc/api-key';

/** The container of a llama-server, with the programs beside it. @throws FaultError what its flags refuse */
export function llamaServerPodOf(
  { weights, model, settings, draft, chatTemplate, flags = {}, image, alias }: LlamaServerInputs,
  { name, compute, budgets, place, apiKey, neverOpen = false, host }: EngineRun,
): EnginePod {
  const apiKeyFile = apiKey && `${keyFolder}/${apiKey.key}`;
  const guard = apiKey !== undefined && neverOpen ? noKey : undefined;
  const gpus = compute.gpus?.count ?? 0;
  const run = {
    modelPath: place.file(weights, model),
    draftPath: draft && place.file(draft.weights, draft.model),
    projectorPath: settings.imageMaxTokens > 0 ? place.projector(weights, model) : undefined,
    alias: alias ?? name,
    threads: compute.threads.value,
    gpus,
    gpuResource: compute.gpus?.resource,
    host,
    apiKeyFile,
    noKeyFile: guard?.path,
    adapterPaths: settings.adapters?.map((each) => place.stored(weights, model, adapterName(each.name))),
    chatTemplateFile:
      chatTemplate &&
      ('text' in chatTemplate ? programFile(templateFile) : place.stored(weights, model, chatTemplateName)),
    model,
  };
  const drain = llamaServerDrain.run({
    port: llamaServerContract.port,
    propagation: propagationOf(budgets),
    deadline: drainDeadline(budgets),
    apiKeyFile,
  });
  return {
    image: image ?? imageOf(gpus, compute.gpus?.resource),
    command: ['/app/llama-server'],
    args: llamaServerArguments(llamaServerFlags(settings, run, name), flags, name),
    env: llamaServerEnvironment(gpus, compute.gpus?.resource),
    startup: { path: llamaServerContract.health.path },
    drain,
    files: chatTemplate && 'text' in chatTemplate ? { [templateFile]: chatTemplate.text } : undefined,
    sharedFiles: guard?.files,
    weights: [
      [{ weights, model }, ...(draft === undefined ? [] : [draft])].map((each) => ({
        key: each.weights,
        model: each.model,
        form: 'gguf',
      })),
    ],
    secrets: apiKey && [{ name: 'api-key', path: keyFolder, secret: apiKey }],
    programs: 'drain-first',
    annotations: {
      model: weights,
      adapters: settings.adapters?.map(({ name: adapter }, id) => `${id}: ${adapter}`).join(', '),
      'draft-model': draft?.weights,
      'measured-memory': measuredText(model),
      'because.threads': compute.threads.because,
    },
    podAnnotations: { model: weights },
  };
}
