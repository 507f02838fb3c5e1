/** What the policy answers by itself: the models that a client may use, in the forms of OpenAI and of Ollama. */
import { noModel } from '../request/judge';
import { mayUse, type NamedModel } from '../request/names';
import { type Answer, json, type Refusal, refused } from './answer';
import { caller, type Caller } from './caller';
import type { CheckedRequest, Context, State } from './context';
import { header } from './headers';
import { notReady } from './key-check';
import { askedModel, longestShow, ollamaModel, ollamaShow, someTime } from './ollama-lists';
import type { ReadBody } from './request-check';
import { errorForm, modelInPath, routeOf, targetOf } from './routes';

const owner = 'corral';
const someSeconds = Date.parse(someTime) / 1000;

const openAiModel = (id: string): unknown => ({ id, object: 'model', created: someSeconds, owned_by: owner });

function found(name: string | undefined, { names }: State, { rights }: Caller): NamedModel | undefined {
  const named = name === undefined ? undefined : names.get(name);
  return named !== undefined && rights.every((each) => mayUse(each, named)) ? named : undefined;
}

/** The models of a client under all their names, in order. */
const usable = (state: State, from: Caller): readonly (readonly [name: string, model: NamedModel['model']])[] =>
  [...state.configuration.models.keys()]
    .flatMap((name) => {
      const named = found(name, state, from);
      return named === undefined ? [] : [name, ...named.model.aliases].map((each) => [each, named.model] as const);
    })
    .toSorted(([one], [other]) => (one < other ? -1 : 1));

const ofOllama = ({ apis }: NamedModel['model']): boolean => apis.includes('ollama');

const notFound: Refusal = {
  status: 404,
  code: 'model_not_found',
  message: 'this model does not exist, or this key may not use it',
  param: 'model',
};

/** What Ollama's clients ask of one model. */
async function shown(size: number, read: ReadBody, state: State, from: Caller): Promise<Answer | Refusal> {
  if (size > longestShow)
    return { status: 413, code: 'request_too_large', message: `the body has more than ${longestShow} bytes` };
  const asked = askedModel(await read(size));
  if ('problem' in asked) return { status: 400, code: 'invalid_field', message: asked.problem, param: asked.at };
  const named = found(asked.name, state, from);
  return named === undefined || !ofOllama(named.model) ? noModel(asked.name) : json(200, ollamaShow(named.model));
}

/** Who asks, and what the answers are made of. */
interface Asked {
  readonly state: State;
  readonly from: Caller;
  readonly ollamaVersion: string;
}

async function listed(
  request: CheckedRequest,
  read: ReadBody,
  { state, from, ollamaVersion }: Asked,
): Promise<Answer | Refusal> {
  const { path } = targetOf(request.url);
  const route = routeOf(path);
  switch (route?.to === 'list' ? route.list : undefined) {
    case 'models':
      return json(200, { object: 'list', data: usable(state, from).map(([name]) => openAiModel(name)) });
    case 'model': {
      const name = modelInPath(path);
      return name === undefined || found(name, state, from) === undefined ? notFound : json(200, openAiModel(name));
    }
    case 'ollama-tags': {
      const own = usable(state, from).filter(([, model]) => ofOllama(model));
      return json(200, { models: own.map(([name, model]) => ollamaModel(name, model)) });
    }
    case 'ollama-show':
      return shown(Number(header(request.headers, 'content-length') ?? 0), read, state, from);
    case 'ollama-ps':
      return json(200, { models: [] });
    case 'ollama-version':
      return json(200, { version: ollamaVersion });
    default:
      return { status: 404, code: 'unknown_path', message: 'this path does not exist' };
  }
}

/** Envoy routes these paths here after the first check. */
export async function lists(request: CheckedRequest, read: ReadBody, context: Context): Promise<Answer> {
  const { path } = targetOf(request.url);
  const state = context.state();
  if (state === undefined) return refused(notReady, errorForm(path));
  const from = caller(request, state, context.now());
  const outcome =
    'status' in from ? from : await listed(request, read, { state, from, ollamaVersion: context.ollamaVersion });
  return 'code' in outcome ? refused(outcome, errorForm(path)) : outcome;
}
