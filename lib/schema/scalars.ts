/**
 * The texts that every part of an environment is made of: each with a form, a greatest length, and what is allowed in
 * words.
 */
import type { z } from 'zod';
import type { TimeOfDay } from '../workload';
import { isQualifiedName, isText, nanoOf } from '../core';
import { longestTexts } from './bounds';
import { text } from './text';

/** Line breaks and other control characters, which no single line of a file or a report can hold. */
const oneLine = /^[^\p{Cc}\p{Cs}\u2028\u2029]*[^\s\p{Cc}\p{Cs}][^\p{Cc}\p{Cs}\u2028\u2029]*$/u;

/** A text that says something, in one line. */
export const words = text(oneLine, 'a text in one line, not blank', longestTexts.words);

/** A key of another part of the environment. */
export const key = text(oneLine, 'a name in one line, not blank', longestTexts.key);

/** A text of a command line: line breaks and tabs are allowed, since templates have them. */
export const argument = text(
  (value) => isText(value) && !/[^\P{Cc}\n\t]/u.test(value),
  'a text without control characters',
  longestTexts.flag,
);

/** A system prompt or a template: it lies in a ConfigMap. */
export const prompt = text(
  (value) => value !== '' && isText(value) && !/[^\P{Cc}\n\t]/u.test(value),
  'a text, not empty, without control characters but tabs and line breaks (\\n, not \\r\\n)',
  longestTexts.prompt,
);

/** A repository of a hub: it becomes a part of an address. */
export const hubRepository = text(
  /^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/,
  'a repository of the hub: owner/name',
  longestTexts.key,
);

/** A tag of an Ollama registry, or of a hub, as Ollama lists it: with its version. */
export const registryTag = text(
  /^((hf\.co|huggingface\.co)\/[\w][\w-]*\/|([\w-][\w.-]*\/)?)[\w-][\w.-]*:[\w][\w.-]*$/,
  "a tag with its version: 'llama3.1:8b', 'namespace/name:tag', 'hf.co/owner/name:tag'",
  longestTexts.key,
);

/** A branch, tag or commit of git. */
export const revision = text(
  /^(?![/.-])(?!.*(?:\.\.|\/\/|@\{|\.lock$|[/.]$))[\w./@+-]+$/,
  'a branch, a tag or a commit of git',
  longestTexts.key,
);

/** A DNS-1123 label: the name of a namespace, a folder, a pool. */
export const label = text(
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/,
  'a DNS label: lower-case letters, digits and inner hyphens',
  longestTexts.label,
);

/**
 * A name of a database or of a user of PostgreSQL: `postgres` is the superuser, `public` stands for all users and `none`
 * for no user, and `template0` and `template1` are what new databases are copies of.
 */
export const databaseName = text(
  /^(?!(postgres|exporter|public|none|template[01])$)(?!pg_)[a-z_][a-z0-9_]{0,62}$/,
  "small letters, digits and '_', no digit first, at most 63 characters; not 'postgres', 'exporter', 'public', 'none', 'template0', 'template1' or 'pg_…'",
  63,
);

/** A name of a user of a cache; `default` is the user of those who do not log in, and `corral` that of the pod itself. */
export const cacheUserName = text(
  /^(?!(default|corral)$)[a-z][a-z0-9_-]{0,62}$/,
  "small letters, digits, '_' and '-', a letter first, at most 63 characters; not 'default' or 'corral'",
  63,
);

/** What keys of a cache begin with. */
export const cachePrefix = text(/^[A-Za-z0-9:._/-]{1,64}$/, 'letters, digits and : . _ / -; a star is added', 64);

/** Parts of a path that stay below the folder before them. */
const parts = String.raw`(?!\.{1,2}(?:\/|$))[\w.@%+=:,-]+`;

/** A path that an NFS server exports: a whole file system is exported as `/`. */
export const exportedPath = text(
  new RegExp(`^/$|^(/${parts})+$`),
  "an absolute path without blanks, '..' and a slash at its end",
  longestTexts.path,
);

/** Where something is mounted: runtimes part the two folders of a mount at a colon. */
export const absolutePath = text(
  new RegExp(`^(?!.*:)(/${parts})+$`),
  "an absolute path without blanks, ':', '..' and a slash at its end",
  longestTexts.path,
);

/** A folder below another: it cannot leave it. */
export const relativePath = text(
  new RegExp(`^${parts}(/${parts})*$`),
  "a path below the export, without blanks and '..'",
  longestTexts.dnsName,
);

/** A folder of a claim. */
export const claimFolder = text(
  new RegExp(`^${parts}(/${parts})*$`),
  "a path from the root of the claim, without a slash at its start, blanks and '..'",
  longestTexts.dnsName,
);

const names = String.raw`(?!\.{1,2}(?:\/|$))[\w.@%+:-]+`;

/**
 * A file in a repository: its last part becomes a file name in the store, with the characters that the list of weights
 * takes.
 */
export const filePath = text(
  new RegExp(`^${names}(/${names})*$`),
  "a path in the repository: letters, digits and . _ @ % + : - between slashes, without '..'",
  longestTexts.dnsName,
);

/** A time of the day. */
export const timeOfDay = text(
  /^([01]\d|2[0-3]):[0-5]\d$/,
  "a time of the day from '00:00' to '23:59'",
  5,
) as unknown as z.ZodType<TimeOfDay>;

/** Whether the IANA database has a time zone, written as it is there: an offset has no summer time. */
function isTimeZone(name: string): boolean {
  if (!/^[A-Z][\w+-]*(\/[A-Z][\w+-]*)*$/.test(name)) return false;
  try {
    const known = new Intl.DateTimeFormat('en', { timeZone: name }).resolvedOptions().timeZone;
    return known === name || known.toLowerCase() !== name.toLowerCase();
  } catch {
    return false;
  }
}

/** A time zone with the dates of its summer time. */
export const timeZone = text(
  isTimeZone,
  "a time zone of the IANA database: 'Europe/Berlin', 'America/New_York', 'UTC'",
  longestTexts.label,
);

/** One option of a mount. */
export const mountOption = text(
  /^[a-z][a-z0-9_-]*(=[\w./:@-]+)?$/,
  "one option: 'hard', 'nfsvers=4.1'",
  longestTexts.mountOption,
);

/** A key of a Secret: it becomes a file name in a volume. */
export const secretKey = text(
  /^(?!\.{1,2}$)(?!\.\.)[-._a-zA-Z0-9]+$/,
  "a key of a Secret: letters, digits, '-', '_' and '.'",
  longestTexts.dnsName,
);

/** A key of a ConfigMap: it becomes the name of a file. */
export const configMapKey = text(
  /^(?!\.{1,2}$)(?!\.\.)[-._a-zA-Z0-9]+$/,
  "a key of a ConfigMap: letters, digits, '-', '_' and '.'",
  longestTexts.dnsName,
);

/** Where a store of secrets has a secret. */
export const secretPath = text(
  /^\/?[\w.+=@:-]+(\/[\w.+=@:-]+)*$/,
  "the path of a secret in its store: 'corral/keys'",
  longestTexts.path,
);

/** A folder in a bucket of an object store. */
export const objectFolder = text(
  /^[\w=@-][\w.=@-]*(\/[\w=@-][\w.=@-]*)*$/,
  "a folder of a bucket, without a slash at its start and its end: 'corral/production'",
  longestTexts.dnsName,
);

export const labelValue = text(
  /^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/,
  'a label value: letters, digits, and inner hyphens, dots and underscores',
  longestTexts.label,
);

/** A key of a label or a taint. */
export const labelKey = text(
  isQualifiedName,
  "a label key: 'name' or 'prefix.example/name'",
  longestTexts.dnsName + 1 + longestTexts.label,
);

/** A key of an annotation: its prefix may have capital letters, which the API server lowers before it looks. */
export const annotationKey = text(
  (value) => isQualifiedName(value.toLowerCase()),
  "an annotation key: 'name' or 'prefix.example/name'",
  longestTexts.dnsName + 1 + longestTexts.label,
);

/** The value of an annotation. */
export const annotationValue = text(
  (value) => isText(value) && !/[^\P{Cc}\n\t]/u.test(value),
  'a text without control characters',
  longestTexts.annotation,
);

/** The name of an environment variable that a shell can read. */
export const variableName = text(
  /^[A-Za-z_][A-Za-z0-9_]*$/,
  "the name of a variable: letters, digits and '_', no digit first",
  longestTexts.key,
);

/** What a ResourceQuota counts by a name without a prefix; another one the API server refuses. */
const quotaNames = new Set([
  ...['cpu', 'memory', 'ephemeral-storage'].flatMap((each) => [each, `requests.${each}`, `limits.${each}`]),
  'pods',
  'requests.storage',
  'persistentvolumeclaims',
  'configmaps',
  'secrets',
  'services',
  'services.loadbalancers',
  'services.nodeports',
  'replicationcontrollers',
  'resourcequotas',
]);

/** A resource of a ResourceQuota. */
export const quotaResource = text(
  (value) => isQualifiedName(value) && (value.includes('/') || quotaNames.has(value)),
  `what a ResourceQuota counts: ${[...quotaNames]
    .slice(0, 10)
    .map((each) => `'${each}'`)
    .join(', ')}, 'requests.nvidia.com/gpu', 'count/deployments.apps'`,
  longestTexts.dnsName + 1 + longestTexts.label,
);

/** A resource of a LimitRange. */
export const resourceName = text(
  isQualifiedName,
  "a name of a resource: 'cpu', 'requests.memory', 'requests.nvidia.com/gpu'",
  longestTexts.dnsName + 1 + longestTexts.label,
);

/** An amount as Kubernetes writes it. */
export const quantity = text(
  (value) => nanoOf(value) !== undefined,
  "a quantity: '4', '500m', '16Gi'",
  longestTexts.quantity,
);

/** SHA-256 in hexadecimal. */
export const sha256 = text(/^[0-9a-f]{64}$/, '64 hexadecimal digits', 64);

/** SHA-256 as registries write it. */
export const digest = text(/^sha256:[0-9a-f]{64}$/, 'sha256: and 64 hexadecimal digits', 71);
