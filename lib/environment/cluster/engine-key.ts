/** The key that llama-servers ask for: a Secret of the same name in each namespace that uses it. */
import type { SecretKey } from '../../workload';

/** The Secret that an environment with a gateway has where it names none. */
export const usualEngineKey: SecretKey = { secretName: 'engine-key', key: 'keys' };

/** Entry with the first key alone, without a line break: what a scraper sends. */
export const scraperEntry = 'first';

/** Secret and entry, or why llama-servers ask for no key. */
export type EngineKeyInput = SecretKey | { /** Why llama-servers ask for no key. */ readonly none: string };
