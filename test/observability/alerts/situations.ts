/** Every situation in which an alert must fire, or must not. */
import { ofCaches } from './of-caches';
import { ofDatabases } from './of-databases';
import { ofEngines } from './of-engines';
import { ofGateway } from './of-gateway';
import { ofModels } from './of-models';
import { ofPlatform } from './of-platform';
import type { Situation } from './situation';

export const situations: readonly Situation[] = [
  ...ofGateway,
  ...ofModels,
  ...ofEngines,
  ...ofPlatform,
  ...ofDatabases,
  ...ofCaches,
];
