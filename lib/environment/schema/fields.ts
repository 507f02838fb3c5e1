/** Every schema of an environment by its path: the outermost one, and those of the parts that are read one by one. */
import type { z } from 'zod';
import { key, longestLists, record } from '../../schema';
import { backupSchema } from './backup';
import { cacheSchema } from './cache';
import { catalogModelSchema, gpuSchema, instanceSchema } from './catalog';
import { clusterSchema } from './cluster';
import { databaseSchema } from './database';
import { environmentSchema } from './environment';
import { gatewaySchema } from './gateway';
import { nodePoolSchema } from './node-pool';
import { modelSchema, ollamaFleetSchema } from '../../engines';

export const environmentFields: Readonly<Record<string, z.ZodType>> = {
  '': environmentSchema,
  cluster: clusterSchema,
  nodePools: record(key, nodePoolSchema, longestLists.nodePools),
  models: record(key, modelSchema, longestLists.models),
  ollama: record(key, ollamaFleetSchema, longestLists.ollama),
  gateway: gatewaySchema,
  databases: record(key, databaseSchema, longestLists.databases),
  caches: record(key, cacheSchema, longestLists.caches),
  backup: backupSchema,
  'catalog.models': record(key, catalogModelSchema, longestLists.catalogModels),
  'catalog.gpus': record(key, gpuSchema, longestLists.catalogGpus),
  'catalog.instances': record(key, instanceSchema, longestLists.catalogInstances),
};
