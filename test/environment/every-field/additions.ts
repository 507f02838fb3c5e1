/** What an overlay adds to pods and objects, at each level, and all levels joined. */
import { seconds } from '../../../lib/core/duration';
import type { ObjectAdditions, PodAdditions, PodAdditionsBase } from '../../../lib/workload/additions';

/** Fields of pods at one level, each with a key or an entry of its own. */
export const podsOf = (level: string, shared = level) =>
  ({
    env: {
      [`${level.toUpperCase()}_TEXT`]: level,
      [`${level.toUpperCase()}_SECRET`]: { secret: level, key: 'token' },
      SHARED: { configMap: shared, key: 'shared' },
    },
    volumes: { [`/mnt/${level}`]: { claim: level }, '/mnt/shared': { secret: shared } },
    labels: { [`${level}.example/label`]: level, shared },
    annotations: { [`${level}.example/annotation`]: level, shared },
    imagePullSecrets: [`pull-${level}`],
    nodeRemoval: level === 'environment' ? 'prevented' : 'allowed',
  }) as const satisfies Required<PodAdditionsBase>;

export const environmentPods: Required<PodAdditions> = {
  ...podsOf('environment'),
  nodeSelector: { 'kubernetes.io/os': 'linux' },
  tolerations: [{ key: 'environment', effect: 'NoSchedule' }],
};
export const modelPods: Required<PodAdditions> = {
  ...podsOf('model'),
  nodeSelector: { pool: 'cloud' },
  tolerations: [{ key: 'model', value: 'yes', effect: 'NoExecute', seconds: seconds(30) }],
};
export const fleetPods: Required<PodAdditions> = {
  ...podsOf('fleet'),
  nodeSelector: { pool: 'metal' },
  tolerations: [],
};
export const objectsOf = (level: string): Required<ObjectAdditions> => ({
  labels: { [`${level}.example/label`]: level, shared: level },
  annotations: { [`${level}.example/annotation`]: level, shared: level },
});

/** All levels joined: the last wins. */
export const joined = (...levels: readonly (PodAdditions & ObjectAdditions)[]) => ({
  env: Object.assign({}, ...levels.map(({ env }) => env)),
  volumes: Object.assign({}, ...levels.map(({ volumes }) => volumes)),
  labels: Object.assign({}, ...levels.map(({ labels }) => labels)),
  annotations: Object.assign({}, ...levels.map(({ annotations }) => annotations)),
  imagePullSecrets: levels.flatMap(({ imagePullSecrets = [] }) => imagePullSecrets),
  nodeRemoval: levels.at(-1)?.nodeRemoval,
  nodeSelector: Object.assign({}, ...levels.map(({ nodeSelector }) => nodeSelector)),
  tolerations: levels.flatMap(({ tolerations = [] }) => tolerations),
});

export const objectsJoined = (...levels: readonly ObjectAdditions[]): ObjectAdditions => ({
  labels: Object.assign({}, ...levels.map(({ labels }) => labels)),
  annotations: Object.assign({}, ...levels.map(({ annotations }) => annotations)),
});
