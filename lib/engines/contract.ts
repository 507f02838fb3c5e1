/** What the platform relies on in one build of an engine: port, health, metrics, and who may reach which route. */

/** A route by method and path; a path that ends in `*` stands for all that begin with it. */
export interface Route {
  readonly method: 'GET' | 'HEAD' | 'POST' | 'DELETE' | '*';
  readonly path: string;
}

/**
 * A route that no client is to reach, with the status that the build answers to a client that reaches it all the same: by
 * request, each with an empty JSON object. Policies and the gateway close it, not the engine.
 */
export interface ClosedRoute extends Route {
  readonly answers: Readonly<Record<string, number>>;
}

/** Routes by who may reach them. What is not listed is closed. */
export interface Routes {
  /** Open to tenants through the gateway. */
  readonly tenant: readonly Route[];
  /** Open to the platform's own services, probes and monitoring. */
  readonly operator: readonly Route[];
  /** Served by the engine, and closed to every client. */
  readonly closed: readonly ClosedRoute[];
}

/** The contract of an engine's build. */
export interface EngineContract {
  readonly engine: string;
  readonly build: string;
  /** Port of its own choice; Corral sets it anyway. */
  readonly port: number;
  readonly health: { readonly path: string };
  readonly metrics?: { readonly path: string; readonly names: readonly string[] };
  readonly routes: Routes;
}

export const get = (path: string): Route => ({ method: 'GET', path });
export const post = (path: string): Route => ({ method: 'POST', path });

/** `POST /props`, `* /slots*`: a method, or any, and a path. */
type RouteKey = `${Route['method']} /${string}`;

/**
 * Closed routes with their answers, by method and path. A key that is not a route does not compile: JSON keeps its keys
 * as types.
 */
export const closedRoutes = <K extends RouteKey>(
  routes: Readonly<Record<K, ClosedRoute['answers']>>,
): readonly ClosedRoute[] =>
  Object.entries<ClosedRoute['answers']>(routes).map(([key, answers]) => {
    const [method, path] = key.split(' ') as [Route['method'], string];
    return { method, path, answers };
  });
