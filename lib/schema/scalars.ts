/**
 * The texts that every part of an environment is made of: each with a form, a greatest length, and what is allowed in
 * words.
 */
import { z } from 'zod';
import type { TimeOfDay } from '../workload';
import { isAddress, isOfNode, isQualifiedName, isText, nanoOf, parseCidr, rangeOf } from '../core';
import { longestTexts } from './bounds';
import { noted } from './facts';

/** A text of a form: a regular expression, or a test that needs more than one. */
function text(form: RegExp | ((value: string) => boolean), allowed: string, longest: number) {
  const within = z.string().max(longest, { error: `at most ${longest} characters`, abort: true });
  const schema =
    form instanceof RegExp
      ? within.regex(form, { error: allowed })
      : within.refine((value) => form(value), { error: allowed, params: { format: true } });
  return noted(schema, { allowed: `${allowed}, at most ${longest} characters` });
}

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

const dnsForm = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A DNS-1123 subdomain: the name of a node, a class, a secret. */
export const dnsName = text(
  dnsForm,
  'a DNS name: lower-case letters, digits, inner hyphens, and dots between parts',
  longestTexts.dnsName,
);

/** The name of a node: its kubelet writes it into a label, whose values have at most 63 characters. */
export const nodeName = text(
  dnsForm,
  'the name of a node: lower-case letters, digits, inner hyphens, and dots between parts',
  longestTexts.label,
);

/** The domain of a cluster: the longest name of a pod or a Service below it has at most 253 characters. */
export const clusterDomain = text(dnsForm, "the domain of the cluster: 'cluster.local'", longestTexts.label);

/** A bucket, as the protocol of S3 names it: an address of numbers is none. */
export const bucketName = text(
  (value) => /^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$/.test(value) && dnsForm.test(value) && !/^(\d+\.){3}\d+$/.test(value),
  'the name of a bucket: 3 to 63 lower-case letters, digits and inner hyphens, with dots between parts, and no address',
  longestTexts.label,
);

/** An address range without bits beyond its prefix, in the one form of which the API server gives no warning. */
export const cidr = text(
  (value) => {
    const range = parseCidr(value);
    return range !== undefined && !range.hasHostBits && range.isCanonical;
  },
  "an address range in its shortest form, whose bits after the prefix are zero: '10.0.0.0/24', '192.0.2.7/32', 'fd00::/64'",
  longestTexts.label,
);

/** One address, in its shortest form. */
export const ipAddress = text(
  (value) => parseCidr(rangeOf(value))?.isCanonical === true,
  "an address in its shortest form: '10.96.0.15', 'fd00:10:96::f'",
  longestTexts.label,
);

/**
 * A DNS name of any case with parts of at most 63 characters, or an address without brackets. A text that ends in a number is an address in its one form:
 * some programs read `10.0.0.010` as 10.0.0.8, and `10.5` as 10.0.0.5.
 */
function isHost(text: string): boolean {
  if (isAddress(text)) return true;
  if (text.split('.').some((part) => part.length > longestTexts.label)) return false;
  const isNamed = /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*$/.test(text);
  return isNamed && !/(^|\.)(\d+|0[xX][0-9A-Fa-f]*)$/.test(text);
}

/** The name by which clients reach a server; Ingress, routes and certificates take no address. */
export const hostName = text(
  (value) => dnsForm.test(value) && isHost(value) && !isAddress(value),
  'a DNS name, and no address: lower-case letters, digits, inner hyphens, and dots between parts',
  longestTexts.dnsName,
);

/** An NFS server: a DNS name, or an address of either family. Each node mounts from it, so it is no address of a node itself. */
export const serverName = text(
  (value) => isHost(value) && !isOfNode(value),
  "the DNS name or the address of a server that all nodes reach: 'nfs.example', '192.0.2.7'",
  longestTexts.dnsName,
);

/** The host of an address of the web, without the brackets of IPv6. */
function hostOf(address: string): string {
  const [, host = ''] = /^https?:\/\/(\[[^\]]*\]|[^/:]*)/.exec(address) ?? [];
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** Whether an address of the web names a host that all programs read alike, and a port to which one can connect. */
const isReachable = (address: string): boolean =>
  isHost(hostOf(address)) && URL.canParse(address) && new URL(address).port !== '0';

/** A base address of a web service: a token goes into a Secret, never into an address. */
export const webAddress = text(
  (value) =>
    /^https?:\/\/([-.A-Za-z0-9]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?(\/[\w.~%!$&'()*+,;=:@-]*)*$/.test(value) &&
    isReachable(value),
  'a web address without credentials, query or fragment: https://…',
  longestTexts.address,
);

/** A Git repository by SSH: as an address with a scheme, or `user@host:path`, which has no port. */
function isGitBySsh(value: string): boolean {
  const user = String.raw`[A-Za-z_][-.\w]*@`;
  const host = String.raw`([-.A-Za-z0-9]+|\[[0-9a-fA-F:]+\])`;
  const path = String.raw`[\w.~%+-]+(\/[\w.~%+-]+)*\/?`;
  const [, , named] =
    new RegExp(`^ssh://(${user})?${host}(:\\d{1,5})?/${path}$`).exec(value) ??
    new RegExp(`^(${user})${host}:/?${path}$`).exec(value) ??
    [];
  if (named === undefined || !isHost(named.replace(/^\[(.*)\]$/, '$1'))) return false;
  return !value.startsWith('ssh:') || (URL.canParse(value) && new URL(value).port !== '0');
}

/** The address of a Git repository, with its credentials in the controller that reads it. */
export const gitAddress = text(
  (value) => webAddress.safeParse(value).success || isGitBySsh(value),
  "the address of a Git repository, without a password: 'https://git.example/platform.git', 'git@git.example:platform.git', 'ssh://git@git.example:2222/platform.git'",
  longestTexts.address,
);

/** The address of an HTTP proxy, with its port: curl and Node do not agree on a usual one. No pod has a proxy in itself. */
export const proxyAddress = text(
  (value) =>
    /^https?:\/\/([-.A-Za-z0-9]+|\[[0-9a-fA-F:]+\]):\d{1,5}\/?$/.test(value) &&
    isReachable(value) &&
    !isOfNode(hostOf(value)),
  "the address of an HTTP proxy, with its port and without a password, which `credentials` names: 'http://proxy.example:3128'",
  longestTexts.address,
);

/** A host that is reached without a proxy. */
export const proxyException = text(
  (value) => isHost(value.replace(/^\./, '')) || parseCidr(value)?.hasHostBits === false,
  "a name, an address, or a range of addresses: 'corp.example', '10.0.0.7', '10.0.0.0/8'",
  longestTexts.dnsName,
);

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

/** A folder in the name of an image: its words are parted by one dot, one or two underscores, or hyphens. */
export const imageFolder = '[a-z0-9]+((\\.|__?|-+)[a-z0-9]+)*';

/** A registry, or a folder of one, without a tag and without a slash at its end. */
export const registryPath = text(
  (value) =>
    new RegExp(`^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\\d{1,5})?(/${imageFolder})*$`).test(value) &&
    isReachable(`https://${value}`),
  "a registry or a folder of one, without https: and without a tag: 'ghcr.io', 'mirror.example:5000/ghcr'",
  longestTexts.registry,
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
