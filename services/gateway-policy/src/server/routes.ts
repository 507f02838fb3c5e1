/** The paths of the gateway: what each asks for. A path that is not here does not exist. */
import type { GatewayApi } from 'corral';

/** What the policy answers by itself. */
export type ListName = 'models' | 'model' | 'ollama-tags' | 'ollama-show' | 'ollama-ps' | 'ollama-version';

/** Form of errors: OpenAI's, Anthropic's, Ollama's. */
export type ErrorForm = 'openai' | 'anthropic' | 'ollama';

interface RouteBase {
  readonly method: 'GET' | 'POST';
  readonly path: string;
}

/** A path of an engine. */
export interface EngineRoute extends RouteBase {
  readonly to: 'engine';
  readonly api: GatewayApi;
  /** Queries that are passed on; all others are refused, since engines read parameters from them. */
  readonly queries: readonly string[];
}

/** A path that the policy answers. */
export interface ListRoute extends RouteBase {
  readonly to: 'list';
  readonly list: ListName;
}

export type Route = EngineRoute | ListRoute;

const engine = (path: string, api: GatewayApi, queries: readonly string[] = []): EngineRoute => ({
  method: 'POST',
  path,
  to: 'engine',
  api,
  queries,
});
const list = (path: string, name: ListName, method: 'GET' | 'POST' = 'GET'): ListRoute => ({
  method,
  path,
  to: 'list',
  list: name,
});

export const routes: readonly Route[] = [
  engine('/v1/chat/completions', 'chat'),
  engine('/v1/completions', 'completions'),
  engine('/v1/embeddings', 'embeddings'),
  engine('/v1/responses', 'responses'),
  engine('/v1/rerank', 'rerank'),
  // Anthropic's clients add it.
  engine('/v1/messages', 'messages', ['beta=true']),
  engine('/api/chat', 'ollama'),
  engine('/api/generate', 'ollama'),
  engine('/api/embed', 'ollama'),
  list('/v1/models', 'models'),
  list('/api/tags', 'ollama-tags'),
  list('/api/show', 'ollama-show', 'POST'),
  list('/api/ps', 'ollama-ps'),
  list('/api/version', 'ollama-version'),
];

const byPath = new Map(routes.map((route) => [route.path, route]));
const modelPrefix = '/v1/models/';

/** The path of a request, and its query without the question mark. */
export interface Target {
  readonly path: string;
  readonly query: string;
}

export function targetOf(url: string): Target {
  const at = url.indexOf('?');
  return at < 0 ? { path: url, query: '' } : { path: url.slice(0, at), query: url.slice(at + 1) };
}

/** The route of a path, which is compared as it was written: an encoded letter makes it another path. */
export function routeOf(path: string): Route | undefined {
  return path.startsWith(modelPrefix) && path.length > modelPrefix.length
    ? { method: 'GET', path, to: 'list', list: 'model' }
    : byPath.get(path);
}

/** The name in `/v1/models/NAME`: a name with a slash may have it encoded or not. */
export function modelInPath(path: string): string | undefined {
  try {
    return decodeURIComponent(path.slice(modelPrefix.length));
  } catch {
    return undefined;
  }
}

/** The form of errors that clients of a path read. */
export function errorForm(path: string): ErrorForm {
  if (path.startsWith('/api/')) return 'ollama';
  return path.startsWith('/v1/messages') ? 'anthropic' : 'openai';
}
