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

/** What every pod shows of them, by the places of its template and of its spec. */
export const additionsShown = (template: string, pod: string): Readonly<Record<string, unknown>> => ({
  [`${template}.metadata.labels['team']`]: 'llm',
  [`${template}.metadata.annotations['team.example/owner']`]: 'team',
  [`${pod}.imagePullSecrets`]: [{ name: 'pull' }],
});

/** A name that follows the path of the folder. */
const name: unknown = expect.stringMatching(/^added-[0-9a-f]{8}$/);

const addedVolumes = [
  { name, persistentVolumeClaim: { claimName: 'a' } },
  { name, configMap: { name: 'b' } },
  { name, secret: { secretName: 'c', defaultMode: 0o440 } },
];
const addedMounts = ['/mnt/a', '/mnt/b', '/mnt/c'].map((mountPath) => ({
  name,
  mountPath,
  readOnly: true,
}));
const addedVariables = [
  { name: 'LOG_LEVEL', valueFrom: { configMapKeyRef: { name: 'levels', key: 'engine' } } },
  { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'tokens', key: 'engine' } } },
  { name: 'TZ', value: 'UTC' },
];

/** What the pod of an engine shows. */
export const engineAdditionsShown = (
  template: string,
  pod: string,
  engine: string,
): Readonly<Record<string, unknown>> => ({
  ...additionsShown(template, pod),
  [`${template}.metadata.annotations['cluster-autoscaler.kubernetes.io/safe-to-evict']`]: 'false',
  [`${template}.metadata.annotations['karpenter.sh/do-not-disrupt']`]: 'true',
  [`${pod}.volumes`]: expect.arrayContaining(addedVolumes),
  [`${engine}.volumeMounts`]: expect.arrayContaining(addedMounts),
  [`${engine}.env`]: expect.arrayContaining(addedVariables),
});
