/** The small values that every part of an environment is made of, with what is allowed in words. */
import { z } from 'zod';
import type { Bytes } from '../../core/bytes';
import type { Duration } from '../../core/duration';

/** Largest whole number that a double holds exactly, which is what `z.int()` takes. */
const largest = Number.MAX_SAFE_INTEGER;

/** A whole number between bounds. */
export function whole(least: number, most = largest) {
  const error = most === largest ? `a whole number, at least ${least}` : `a whole number from ${least} to ${most}`;
  return z.int().min(least, { error }).max(most, { error });
}

/** A whole number of at least one: counts of things that must be there. */
export const count = whole(1);

/** A whole number of at least nothing. */
export const countOrNone = whole(0);

/** A number above zero. */
export const positive = z.number().gt(0, { error: 'a number above 0' });

/** Sizes are whole bytes: the fraction that `gigabytes(1.1)` leaves is dropped. */
export const size = z
  .number()
  .min(1, { error: 'bytes, at least 1: mib(512), gib(4)' })
  .max(largest, { error: 'bytes, at most 8 PiB' })
  .overwrite(Math.floor) as unknown as z.ZodType<Bytes>;

/** Sizes that may be nothing. */
export const sizeOrNone = z
  .number()
  .min(0, { error: 'bytes, at least 0: mib(512), gib(4)' })
  .max(largest, { error: 'bytes, at most 8 PiB' })
  .overwrite(Math.floor) as unknown as z.ZodType<Bytes>;

/** A length of time above zero. */
export const duration = z.number().gt(0, { error: 'seconds, above 0: seconds(30), minutes(2)' }) as unknown as z.ZodType<Duration>;

/** Cores: a thousandth is the least that Kubernetes counts. */
export const cpu = z.number().min(0.001, { error: 'cores, at least 0.001' }).max(100_000, { error: 'cores, at most 100000' });

/** A text that says something. */
export const words = z.string().regex(/\S/, { error: 'a text that says something' });

/** A repository of a hub: it becomes a part of an address. */
export const hubRepository = z.string().regex(/^[\w-][\w.-]*(\/[\w-][\w.-]*)*$/, { error: 'a repository of the hub: owner/name' });

/** A tag of an Ollama registry: Ollama lists its models by it, so it names neither a host nor a default. */
export const registryTag = z
  .string()
  .regex(/^([\w-][\w.-]*\/)?[\w-][\w.-]*:[\w.-]+$/, { error: "a tag with its version: 'llama3.1:8b', 'namespace/name:tag'" });

/** A DNS-1123 label: the name of a namespace, a folder, a pool. */
export const label = z
  .string()
  .max(63, { error: 'at most 63 characters' })
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?$/, { error: 'a DNS label: lower-case letters, digits and inner hyphens' });

/** A DNS-1123 subdomain: the name of a node, a class, a secret. */
export const dnsName = z
  .string()
  .max(253, { error: 'at most 253 characters' })
  .regex(/^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/, {
    error: 'a DNS name: lower-case letters, digits, inner hyphens, and dots between parts',
  });

const octet = '(25[0-5]|2[0-4]\\d|1?\\d?\\d)';
const ipv4Range = `(${octet}\\.){3}${octet}/(3[0-2]|[12]?\\d)`;
const ipv6Range = '[0-9a-fA-F]*:[0-9a-fA-F:]*/(12[0-8]|1[01]\\d|[1-9]?\\d)';

/** An address range. */
export const cidr = z
  .string()
  .regex(new RegExp(`^(${ipv4Range}|${ipv6Range})$`), { error: "an address range: '10.0.0.0/24', '192.0.2.7/32'" });

/** A base address of a web service. */
export const webAddress = z.string().regex(/^https?:\/\/[^\s/]+(\/\S*)?$/, { error: 'a web address: https://…' });

/** A path that an NFS server exports: a whole file system is exported as `/`. */
export const exportedPath = z.string().regex(/^\/$|^(\/[^/\s]+)+$/, { error: 'an absolute path without a slash at its end' });

/** An absolute path without a trailing slash. */
export const absolutePath = z.string().regex(/^(\/[^/\s]+)+$/, { error: 'an absolute path without a slash at its end' });

export const labelValue = z
  .string()
  .max(63, { error: 'at most 63 characters' })
  .regex(/^([A-Za-z0-9]([-A-Za-z0-9_.]*[A-Za-z0-9])?)?$/, {
    error: 'a label value: letters, digits, and inner hyphens, dots and underscores',
  });

/** Labels by key. */
export const labels = z.record(z.string(), labelValue);

/** SHA-256 in hexadecimal. */
export const sha256 = z.string().regex(/^[0-9a-f]{64}$/, { error: '64 hexadecimal digits' });

/** SHA-256 as registries write it. */
export const digest = z.string().regex(/^sha256:[0-9a-f]{64}$/, { error: 'sha256: and 64 hexadecimal digits' });
