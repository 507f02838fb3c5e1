/** What the policy answers by itself: the models that a client may use, in the forms of OpenAI and of Ollama. */
import { mayUse, type NamedModel } from '../request/names';
import { type Answer, json, refused } from './answer';
import { caller, type Caller } from './caller';
import type { CheckedRequest, Context, State } from './context';
import { notReady } from './key-check';
import { errorForm, modelInPath, routeOf, targetOf } from './routes';

const owner = 'corral';
/** Clients need a date of each model, and use it for nothing. */
const someTime = '2000-01-01T00:00:00Z';
const someSeconds = Date.parse(someTime) / 1000;

const usable = ({ configuration: { models }, names }: State, { rights }: Caller): readonly string[] =>
  [...models.keys()]
    .flatMap((name) => {
      const named = names.get(name);
      return named !== undefined && rights.every((each) => mayUse(each, named)) ? [name, ...named.model.aliases] : [];
    })
    .toSorted();

const openAiModel = (id: string): unknown => ({ id, object: 'model', created: someSeconds, owned_by: owner });
const details = {
  parent_model: '',
  format: 'gguf',
  family: '',
  families: [],
  parameter_size: '',
  quantization_level: '',
};
const ollamaModel = (name: string): unknown => ({
  name,
  model: name,
  modified_at: someTime,
  size: 0,
  digest: '',
  details,
});

function found(name: string | undefined, { names }: State, { rights }: Caller): NamedModel | undefined {
  const named = name === undefined ? undefined : names.get(name);
  return named !== undefined && rights.every((each) => mayUse(each, named)) ? named : undefined;
}

const isOfOllama = (name: string, { names }: State): boolean => names.get(name)?.model.apis.includes('ollama') === true;

/** Of which Ollama clients ask the version, to learn what it can do. */
const ollamaVersion = '0.31.2';

function listed(path: string, state: State, from: Caller): Answer {
  const route = routeOf(path);
  const names = usable(state, from);
  switch (route?.to === 'list' ? route.list : undefined) {
    case 'models':
      return json(200, { object: 'list', data: names.map(openAiModel) });
    case 'model': {
      const name = modelInPath(path);
      return name === undefined || found(name, state, from) === undefined
        ? refused(
            {
              status: 404,
              code: 'model_not_found',
              message: 'this model does not exist, or this key may not use it',
              param: 'model',
            },
            'openai',
          )
        : json(200, openAiModel(name));
    }
    case 'ollama-tags':
      return json(200, { models: names.filter((name) => isOfOllama(name, state)).map(ollamaModel) });
    case 'ollama-ps':
      return json(200, { models: [] });
    case 'ollama-version':
      return json(200, { version: ollamaVersion });
    default:
      return refused({ status: 404, code: 'unknown_path', message: 'this path does not exist' }, errorForm(path));
  }
}

/** Envoy routes these paths here after the first check. */
export function lists(request: CheckedRequest, context: Context): Answer {
  const { path } = targetOf(request.url);
  const state = context.state();
  if (state === undefined) return refused(notReady, errorForm(path));
  const from = caller(request, state, context.now());
  return 'status' in from ? refused(from, errorForm(path)) : listed(path, state, from);
}
