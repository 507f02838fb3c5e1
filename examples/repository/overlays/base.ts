/** What is served: the same models with the same settings wherever an overlay puts them. */
import type { ModelInput } from 'corral';
import { models } from './models.ts';

/** What every environment can name. */
export const catalog = { models };

type Served = Omit<ModelInput<string, keyof typeof models>, 'pools' | 'replicas'>;

export const serve = {
  smollm2: {
    weights: 'smollm2-1.7b-instruct/Q4_K_M',
    settings: { contextLength: 2048, parallel: 1, maxOutputLength: 256 },
    cpu: 2,
  },
} as const satisfies Record<string, Served>;
