/** The engines that Corral serves models with, by their names. */
import type { Engine } from './engine';
import { llamaServer } from './llama-server';
import { ollama } from './ollama';

/** Engines by name. */
export type Engines = ReadonlyMap<string, Engine>;

/** Names of the engines that Corral has. */
export type EngineName = 'llama-server' | 'ollama';

const all: readonly (Engine & { readonly name: EngineName })[] = [llamaServer, ollama];

/** A registry of engines. */
export const enginesOf = (engines: readonly Engine[]): Engines => new Map(engines.map((each) => [each.name, each]));

/** The engines that Corral has: the default wherever a registry may be given. */
export const defaultEngines: Engines = enginesOf(all);
