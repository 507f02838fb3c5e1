/** What the pods beside the engines ask for, and how long they may take to end: small, known, the same everywhere. */
import { type Bytes, cores, gib, hours, inMib, mib, type Millicores, seconds } from '../core';
import type { ContainerWants, RolloutStrategy } from './pod';

/**
 * Loader and stager: curl and sha256sum, which wait for the network and take the cores that are free; their page cache
 * is reclaimed.
 */
export const copyWants: ContainerWants = { cpu: cores(0.25), memory: mib(256), ephemeralStorage: mib(64) };
/** A download resumes where it was cut off, so it need not end. */
export const copyGrace = seconds(30);

/** The weights server: nginx with sendfile, whose memory does not grow with the files. */
export const weightsServerWants: ContainerWants = { cpu: cores(0.5), memory: mib(128), ephemeralStorage: mib(128) };
/** Two, so that one may be drained while pods start. */
export const weightsServerReplicas = 2;
/** One serves while the other is replaced: a spare would ask for room where there may be none. */
export const weightsServerRollout = {
  type: 'RollingUpdate',
  maxSurge: 0,
  maxUnavailable: 1,
} as const satisfies RolloutStrategy;
/**
 * Time for transfers to end once no stager asks for another one here. A stager resumes at the other replica with a
 * range, so that a longer one need not end.
 */
export const weightsServerTransfers = seconds(15);

/** Limit of CPU of a small container, where a namespace demands one: curl beside sha256sum, or two workers of nginx. */
export const helperCpuLimit: Millicores = cores(2);

/** The collector lists and deletes. */
export const collectorWants: ContainerWants = { cpu: cores(0.1), memory: mib(64), ephemeralStorage: mib(64) };
/** Longest run of the collector. */
export const collectorDeadline = hours(1);

/**
 * restic: the index of a repository is in memory, and on disk as a cache: 1 GiB is enough for some terabytes of weights.
 */
export const backupWants: ContainerWants = { cpu: cores(0.25), memory: gib(1), ephemeralStorage: gib(2) };

/** A PostgreSQL for an application: a hundred sessions, and a quarter of the memory as buffers. */
export const postgresWants: ContainerWants = { cpu: cores(0.5), memory: gib(1), ephemeralStorage: mib(256) };
/** Its buffers, in whole MiB: a quarter of its memory, as the manual of PostgreSQL proposes. */
export const postgresBuffers = (memory: Bytes): Bytes => mib(Math.floor(inMib(memory) / 4));
/** The least that a session has for itself while it only waits; what it works on comes on top. */
export const postgresSession = mib(1);
/** What gives it users and databases: a shell that asks psql. */
export const postgresUsersWants: ContainerWants = { cpu: cores(0.05), memory: mib(64), ephemeralStorage: mib(16) };
/** Its exporter: a Go program with an answer of some ten kilobytes. */
export const postgresExporterWants: ContainerWants = { cpu: cores(0.05), memory: mib(64), ephemeralStorage: mib(16) };

/** A Valkey: commands run in one thread; its memory follows from its settings. */
export const valkeyWants: Omit<ContainerWants, 'memory'> = { cpu: cores(1), ephemeralStorage: mib(64) };
/** What gives it users: a shell that asks valkey-cli. */
export const valkeyUsersWants: ContainerWants = { cpu: cores(0.05), memory: mib(64), ephemeralStorage: mib(16) };
/** What sets kernel settings of a node, and then sleeps. */
export const nodeTuningWants: ContainerWants = { cpu: cores(0.01), memory: mib(16), ephemeralStorage: mib(16) };

/** Envoy: two threads; memory for bodies and for the connections of thousands of streams. */
export const envoyWants: ContainerWants = { cpu: cores(0.5), memory: mib(512), ephemeralStorage: mib(128) };
/** The policy of the gateway: a body is parsed at a time, and the files of a thousand models are in memory. */
export const gatewayPolicyWants: ContainerWants = { cpu: cores(0.25), memory: mib(384), ephemeralStorage: mib(64) };
/** The exporter beside an Ollama: Node.js with an answer of a few kilobytes. */
export const ollamaExporterWants: ContainerWants = { cpu: cores(0.05), memory: mib(128), ephemeralStorage: mib(16) };
/** The log of finished requests, which the policy reads and cuts. */
export const gatewayAccessLogSize = mib(64);
/** Envoy's list of clusters, written anew beside the former one. */
export const gatewayClustersSize = mib(32);

/** What a container gets that says nothing: enough for a shell, far too little for a model. */
export const unstatedWants: { readonly cpu: Millicores; readonly memory: Bytes } = {
  cpu: cores(0.1),
  memory: mib(256),
};
