/** The model lock as a typed value: names of weights complete in every overlay. `npm run lock` adds to it. */
import type { Model } from 'corral';
import lock from './models.lock.json' with { type: 'json' };

export const models = lock as unknown as Readonly<Record<keyof typeof lock, Model>>;
