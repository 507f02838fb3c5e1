/** GPUs of GKE that are to be shared as elsewhere. */
import { changed } from './base';

export const inputs = [
  changed([
    ['nodePools', 'l4-gke'],
    {
      on: 'cloud',
      instance: 'gcp/a2-ultragpu-1g',
      provisioner: 'gke',
      nodes: { min: 1, max: 2 },
      sharing: { by: 'mig', profile: '1g.10gb' },
    },
  ]),
];

export const report = `test.nodePools['l4-gke'].sharing: the device plugin of 'gke' shares GPUs as nvidia.com/gpu, and pods would ask for another resource.
  fix: leave out sharing
  [SharingNotOffered]`;
