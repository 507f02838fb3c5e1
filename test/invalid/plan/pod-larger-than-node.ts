/** A pod larger than a node. */
import { bytes, gib } from '../../../lib/core/bytes';
import { cpus, small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = { pools: { cpu, tiny: cpus(1, { hardware: { cpu: 4, memory: gib(16), ephemeralStorage: gib(50), diskBandwidth: bytes(1e9) } }) }, models: { a: small({ gpus: 0, cpu: 16, pools: ['tiny'] }) } };

export const report = `test.models.a: asks for 16 cores, and a node of pool tiny offers 3.5 cores.
  fits with: pools cpu
  [PodLargerThanNode]`;
