/** What the pods beside the engines ask for, and how long they may take to end: small, known, the same everywhere. */
import { type Bytes, cores, hours, mib, type Millicores, seconds } from '../core';
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
/** Time for a transfer to be handed over: a stager resumes with a range, so it need not end. */
export const weightsServerGrace = seconds(30);

/** Limit of CPU of a small container, where a namespace demands one: curl beside sha256sum, or two workers of nginx. */
export const helperCpuLimit: Millicores = cores(2);

/** The collector lists and deletes. */
export const collectorWants: ContainerWants = { cpu: cores(0.1), memory: mib(64), ephemeralStorage: mib(64) };
/** Longest run of the collector. */
export const collectorDeadline = hours(1);

/** What a container gets that says nothing: enough for a shell, far too little for a model. */
export const unstatedWants: { readonly cpu: Millicores; readonly memory: Bytes } = {
  cpu: cores(0.1),
  memory: mib(256),
};
