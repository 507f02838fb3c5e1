/** A pod larger than a node. */
import { bytes, gib } from '../../../lib/core/bytes';
import { cpus, small, type Parts } from '../../plan/fixtures/environment';
import { cpu } from './base';

export const parts: Parts = {
  pools: {
    cpu,
    tiny: cpus(1, { hardware: { cpu: 4, memory: gib(16), ephemeralStorage: gib(50), diskBandwidth: bytes(1e9) } }),
  },
  models: { a: small({ gpus: 0, cpu: 16, pools: ['tiny'] }) },
};

export const report = `test.models.a: requests 16 cores, but a node of pool tiny offers only 3.5 cores.
  fits with: pools cpu
  [PodLargerThanNode]`;
