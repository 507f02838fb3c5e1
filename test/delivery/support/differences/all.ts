/**
 * Every difference that a live cluster can be given, one by one: what is changed, what preflight says of it, and how it
 * is undone.
 */
import { aboutTheCluster } from './cluster';
import { aboutGpus } from './gpus';
import type { Injected } from './injected';
import { aboutNames } from './names';
import { aboutNodes } from './nodes';
import { aboutProvided } from './provided';
import { aboutRoom } from './room';

export const differences: readonly Injected[] = [
  ...aboutTheCluster,
  ...aboutProvided,
  ...aboutNames,
  ...aboutNodes,
  ...aboutRoom,
  ...aboutGpus,
];
