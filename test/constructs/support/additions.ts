/** Every addition to pods, and what comes out of it. */
import { expect } from '@jest/globals';
import type { PodAdditions } from '../../../lib/workload/additions';

export const everyAddition: PodAdditions = {
  env: {
    TZ: 'UTC',
    TOKEN: { secret: 'tokens', key: 'engine' },
    LOG_LEVEL: { configMap: 'levels', key: 'engine' },
  },
  volumes: { '/mnt/a': { claim: 'a' }, '/mnt/b': { configMap: 'b' }, '/mnt/c': { secret: 'c' } },
  labels: { team: 'llm' },
  annotations: { 'team.example/owner': 'team' },
  imagePullSecrets: ['pull'],
  nodeRemoval: 'prevented',
};

/** A name that follows the path of the folder. */
const name: unknown = expect.stringMatching(/^added-[0-9a-f]{8}$/);

export const addedVolumes = [
  { name, persistentVolumeClaim: { claimName: 'a' } },
  { name, configMap: { name: 'b' } },
  { name, secret: { secretName: 'c', defaultMode: 0o440 } },
];
export const addedMounts = ['/mnt/a', '/mnt/b', '/mnt/c'].map((mountPath) => ({
  name,
  mountPath,
  readOnly: true,
}));
export const addedVariables = [
  { name: 'LOG_LEVEL', valueFrom: { configMapKeyRef: { name: 'levels', key: 'engine' } } },
  { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'engine' } } },
  { name: 'TZ', value: 'UTC' },
];
