/** Claims of others with the weights. */
import { gib, mib, type EnvironmentInput } from '../../../lib';
import { catalog } from '../../../overlays/base';
import { adding } from '../support/declared';
import { rack } from '../support/rack';
import type { Case } from './case';

/** The model of the rack on a claim of others. */
const onClaim: EnvironmentInput = {
  ...rack({}),
  models: { first: { ...rack({}).models?.['first'], weights: 'smollm2-1.7b-instruct/Q4_K_M' } },
  catalog: {
    models: {
      'smollm2-1.7b-instruct/Q4_K_M': {
        ...catalog.models['smollm2-1.7b-instruct/Q4_K_M'],
        origin: { from: 'claim', claimName: 'weights' },
      },
    },
  },
} as EnvironmentInput;
const claim = (name: string, spec: object, phase = 'Bound') =>
  adding({
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { namespace: 'model-store', name },
    spec: { accessModes: ['ReadWriteMany'], ...spec },
    status: { phase },
  });
const atClaim =
  "rack.catalog.models['smollm2-1.7b-instruct/Q4_K_M'].origin.claimName: declared claim model-store/weights with models";

/** The same claim as the store. */
const claimAsStore: EnvironmentInput = {
  ...onClaim,
  cluster: {
    ...rack({}).cluster,
    weights: {
      kind: 'existing',
      claimName: 'weights',
      layout: 'paths',
      read: 'staged',
      capacity: gib(50),
      bandwidth: mib(100),
    },
  },
};
const atStore = 'rack.cluster.weights.claimName: declared claim model-store/weights with models';

export const claimCases: readonly Case[] = [
  [
    'a claim of others that is not there, beside one of another name',
    onClaim,
    [claim('models', {})],
    [
      `${atClaim}; found none; claims there are models.\n  fix: create it in namespace model-store, bound to the volume with the models · name a claim of this namespace\n  [ClaimMissing]`,
    ],
  ],
  [
    'a claim of others without a volume',
    onClaim,
    [claim('weights', {}, 'Pending')],
    [
      `${atClaim}, bound to a volume; found phase Pending: it has no files yet.\n  fix: bind it to the volume with the models\n  [ClaimDiffers]`,
    ],
  ],
  [
    'a claim of others that is a raw device',
    onClaim,
    [claim('weights', { volumeMode: 'Block' })],
    [`${atClaim} as files; found volumeMode Block.\n  fix: name a claim with a file system\n  [ClaimDiffers]`],
  ],
  [
    'a claim of others for one pod',
    onClaim,
    [claim('weights', { accessModes: ['ReadWriteOncePod'] })],
    [
      `${atClaim} that several pods may mount; found access mode ReadWriteOncePod.\n  fix: create a claim with the access mode ReadOnlyMany or ReadWriteMany on the same volume\n  [ClaimDiffers]`,
    ],
  ],
  ['a claim of others that is right', onClaim, [claim('weights', {})], []],
  [
    'a claim of others as the store, for one node',
    claimAsStore,
    [claim('weights', { accessModes: ['ReadWriteOnce'] })],
    [
      `${atStore} and the access mode ReadWriteMany; found access modes ReadWriteOnce.\n  fix: weights.accessMode with a mode that the claim has · create a claim with the access mode ReadWriteMany on the same volume\n  [ClaimDiffers]`,
    ],
  ],
  [
    'a claim of others as the store, that requests more',
    claimAsStore,
    [claim('weights', { resources: { requests: { storage: '1Ti' } } })],
    [
      `${atStore} that requests at most 50Gi; found a request of 1Ti, which counts for the quota of the namespace.\n  fix: capacity with the request of the claim\n  [ClaimDiffers]`,
    ],
  ],
  [
    'a claim of others as the store that is right',
    claimAsStore,
    [claim('weights', { resources: { requests: { storage: '50Gi' } } })],
    [],
  ],
];
