/**
 * Whether an object carries a secret in clear. It knows what people commit by mistake: keys and tokens that say what
 * they are.
 */
import { secretInText } from '../core';
import type { Manifest } from '../kubernetes/read';

/** What an object would give away; `undefined` when nothing is known to be a secret. */
export function secretIn(manifest: Manifest): string | undefined {
  if (manifest.kind === 'Secret' && (manifest['data'] !== undefined || manifest['stringData'] !== undefined))
    return 'a Secret with data';
  return secretInText(JSON.stringify(manifest));
}
