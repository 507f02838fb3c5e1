/** The routes of an engine's contract, as a server would match them. */
import type { Route } from '../../../lib/engines/contract';

/** Whether a route covers a request. */
export const covers = (route: Route, method: string, path: string): boolean =>
  (route.method === '*' || route.method === method) &&
  (route.path.endsWith('*') ? path.startsWith(route.path.slice(0, -1)) : path === route.path);
