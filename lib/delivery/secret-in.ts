/**
 * Whether an object carries a secret in clear. It knows what people commit by mistake: keys and tokens that say what
 * they are.
 */
import type { Manifest } from '../kubernetes/read/manifest';

/** What a secret looks like, and what it is called. */
const looks: readonly (readonly [look: RegExp, name: string])[] = [
  [/-----BEGIN [A-Z ]*PRIVATE KEY-----/, 'a private key'],
  [/\bhf_[A-Za-z0-9]{30,}/, 'a token of Hugging Face'],
  [/\b(?:gh[opsu]_[A-Za-z0-9]{36,}|github_pat_\w{40,})/, 'a token of GitHub'],
  [/\bglpat-[\w-]{20,}/, 'a token of GitLab'],
  [/\bAKIA[0-9A-Z]{16}\b/, 'an access key of AWS'],
  [/\beyJ[\w-]{16,}\.eyJ[\w-]{16,}\.[\w-]{16,}/, 'a signed token (JWT)'],
];

/** What an object would give away; `undefined` when nothing is known to be a secret. */
export function secretIn(manifest: Manifest): string | undefined {
  if (manifest.kind === 'Secret' && (manifest['data'] !== undefined || manifest['stringData'] !== undefined))
    return 'a Secret with data';
  const text = JSON.stringify(manifest);
  return looks.find(([look]) => look.test(text))?.[1];
}
