/** The release, and what the API server serves. */
import { local } from '../../../overlays/local';
import { production } from '../../../overlays/production';
import { adding, serving } from '../support/declared';
import type { Case } from './case';

export const servedCases: readonly Case[] = [
  [
    'a release that nobody knows',
    local,
    [(answers) => ({ ...answers, version: { major: '1', minor: '32+' } })],
    [
      'local.cluster.kubernetes: declared 1.36; found 1.32.\n  fix: upgrade or change the cluster to one of 1.33, 1.34, 1.35, 1.36, 1.37, the releases that Corral supports · change the cluster to 1.36\n  [ServerVersion]',
    ],
  ],
  [
    'an older version of a group',
    production,
    [serving({ 'kustomize.toolkit.fluxcd.io': ['v1beta2'] })],
    [
      'production: declared Kustomization of kustomize.toolkit.fluxcd.io/v1; found kustomize.toolkit.fluxcd.io with v1beta2 only.\n  fix: install Flux: flux install\n  [ApiNotServed]',
    ],
  ],
  [
    'a definition that serves no version',
    { ...local, prerequisites: [{ kind: 'CustomResourceDefinition', name: 'a.example.com', providedBy: 'us' }] },
    [
      adding({
        apiVersion: 'apiextensions.k8s.io/v1',
        kind: 'CustomResourceDefinition',
        metadata: { name: 'a.example.com' },
        spec: { versions: [{ name: 'v1', served: false }] },
      }),
    ],
    [
      'local.prerequisites[0]: declared CustomResourceDefinition a.example.com; found a definition with no served version.\n  fix: install it: us\n  [DefinitionMissing]',
    ],
  ],
];
