/**
 * The pinned build of llama-server: its number, flags, metrics and closed routes. They are facts of the program, so they
 * are data: `npm run bump` writes `build.json`, and test/engines/contract.test.ts compares it with the running server.
 */
import { flagsOf, type BuildFlag } from './flags/build-flag';
import facts from './build.json';
import { closedRoutes } from '../contract';

/** The build that everything here was read from and is proven with. */
export const llamaServerBuild = facts.build;

/**
 * Every flag of the build. Names are the spelling that Corral emits.
 *
 * @see https://github.com/ggml-org/llama.cpp/blob/master/common/arg.cpp - and `llama-server --help` of the build
 */
export const llamaServerBuildFlags: readonly BuildFlag[] = flagsOf(facts.flags);

const namesOf = <K extends string>(record: Readonly<Record<K, unknown>>): readonly K[] => Object.keys(record) as K[];

/** Names of the metrics; each is there from the start unless `build.json` states when it appears. */
export const llamaServerMetrics = namesOf(facts.metrics);

/** The name of a metric of the build: another one does not compile. */
export type LlamaServerMetric = (typeof llamaServerMetrics)[number];

/**
 * Routes that are closed: those that change the server, those of a page (`/`, `/sw.js`, which is served without the
 * page), and other spellings of what tenants have under `/v1`.
 */
export const llamaServerClosedRoutes = closedRoutes(facts.closed);
