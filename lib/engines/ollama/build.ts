/**
 * The pinned version of Ollama and its closed routes. They are facts of the program, so they are data: `npm run bump`
 * writes `build.json`, and test/engines/contract.test.ts compares it with the running server.
 */
import { closedRoutes } from '../contract';
import facts from './build.json';

/** The version that everything here was read from and is proven with. */
export const ollamaBuild = facts.build;

/**
 * Routes that are closed: those that change the store, ask the internet, or belong to a person's desktop. Their answers
 * are those of a server without a way out, which is how it runs: what asks the outside answers with 5xx, or 403 since
 * the cloud is off. `/debug/*` is Go's profiler, which the source names and this version does not link in.
 */
export const ollamaClosedRoutes = closedRoutes(facts.closed);
