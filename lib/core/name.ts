/** Any model reference or key → a DNS-1123 label that every Kubernetes object, pod name and hostname can carry. */
import { createHash } from 'node:crypto';

/**
 * Longest object name that Corral gives. A StatefulSet adds `-<ten characters>` as a label value (63 at most), and a
 * Job's pods add six characters more.
 */
export const longestName = 52;

const hashLength = 8;

/** First characters of the SHA-256 of a text, in hexadecimal: for names that follow their content. */
export const contentHash = (text: string): string =>
  createHash('sha256').update(text).digest('hex').slice(0, hashLength);

/**
 * `Qwen.gguf` → `qwen`, `llama3.1:8b` → `llama3-1-8b`, `hf.co/org/Model` → `hf-co-org-model`. Lower case, runs of other
 * characters become one hyphen, a `.gguf` ending is dropped; longer than 52 characters is cut and ends in a hash of the
 * whole. Empty when nothing of the text can stand in a label.
 */
export function slug(reference: string): string {
  const label = reference
    .toLowerCase()
    .replace(/\.gguf$/, '')
    .replaceAll(/[^a-z0-9]+/g, '-')
    .replaceAll(/^-+|-+$/g, '');
  if (label.length <= longestName) return label;
  return `${label.slice(0, longestName - hashLength - 1).replace(/-+$/, '')}-${contentHash(reference)}`;
}

/**
 * `weights` + content → `weights-1a2b3c4d`: the name of an object that is replaced, never changed. The hash covers the
 * base as well, since a long one is cut: two that begin alike must not share a name for the same content.
 */
export const hashedName = (base: string, content: string): string =>
  `${base.slice(0, longestName - hashLength - 1).replace(/-+$/, '')}-${contentHash(`${base}\n${content}`)}`;

const hashEnding = new RegExp(`-[0-9a-f]{${hashLength}}$`);

/** `legal-lists-f8365d63` → `legal-lists`: the name without the hash of its content; `undefined` when it has none. */
export const withoutHash = (name: string): string | undefined =>
  hashEnding.test(name) ? name.replace(hashEnding, '') : undefined;

/** Whether a text is a DNS-1123 label of at most `limit` characters. */
export const isLabel = (text: string, limit = 63): boolean =>
  text.length <= limit && /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/.test(text);

const labelLimit = 63;
const subdomainLimit = 253;

/** Whether a text is a DNS-1123 subdomain: labels with dots between them. */
export const isSubdomain = (text: string): boolean =>
  text.length <= subdomainLimit && text.split('.').every((part) => isLabel(part, subdomainLimit));

/** Whether a text is the name part of a label key, and a label value that is not empty. */
export const isQualifiedPart = (text: string): boolean =>
  text.length <= labelLimit && /^[A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?$/.test(text);

/** Whether a text is a key of a label, an annotation or a taint: `name`, or `prefix.example/name`. */
export function isQualifiedName(key: string): boolean {
  const slash = key.indexOf('/');
  return slash === -1
    ? isQualifiedPart(key)
    : isSubdomain(key.slice(0, slash)) && isQualifiedPart(key.slice(slash + 1));
}
