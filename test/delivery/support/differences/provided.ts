/** Differences of what others provide: classes, priorities, drivers, definitions, neighbours. */
import type { Manifest } from '../../../../lib';
import { everywhere } from '../everywhere';
import { taken } from './changes';
import { ofCluster, sentence, withCluster, type Injected } from './injected';

const classes = (critical: number): readonly Manifest[] =>
  Object.entries({ critical, interactive: 100_000, standard: 10_000, batch: 1000 }).map(([name, value]) => ({
    apiVersion: 'scheduling.k8s.io/v1',
    kind: 'PriorityClass',
    metadata: { name: `llm-${name}` },
    value,
  }));
const noPriorities = "priorityClasses: 'owned' in one of the environments of the cluster";

export const aboutProvided: readonly Injected[] = [
  {
    name: 'no RuntimeClass',
    make: taken('node.k8s.io/v1', 'RuntimeClass', 'nvidia'),
    found: [
      ofCluster(
        'runtimeClass',
        "declared RuntimeClass 'nvidia'; found no RuntimeClass at all",
        "install the GPU operator, which creates it · runtimeClass: 'owned', if the nodes' container runtime has this handler · runtimeClass: 'none', if NVIDIA's runtime is the default",
        'ClassMissing',
      ),
    ],
  },
  {
    name: 'no priorities of another environment',
    environment: withCluster({ priorityClasses: 'existing' }),
    found: ['critical', 'interactive', 'standard', 'batch'].map((name) =>
      sentence(
        `everywhere.priorities.${name}`,
        `declared PriorityClass 'llm-${name}'; found none; there are system-cluster-critical and system-node-critical`,
        noPriorities,
        'ClassMissing',
      ),
    ),
  },
  {
    name: 'priorities of another value',
    environment: withCluster({ priorityClasses: 'existing' }),
    make: async ({ plane }) => {
      await plane.client.apply(classes(2_000_000));
      return () => plane.client.delete(classes(0));
    },
    found: [
      sentence(
        'everywhere.priorities.critical',
        "declared PriorityClass 'llm-critical' with value 1000000; found value 2000000",
        'priorities: { critical: 2000000 }',
        'ClassDiffers',
      ),
    ],
  },
  {
    name: 'no driver',
    make: taken('storage.k8s.io/v1', 'CSIDriver', 'nfs.csi.k8s.io'),
    found: [
      sentence(
        'everywhere.prerequisites[0]',
        'declared CSIDriver nfs.csi.k8s.io; found none',
        'install it: csi-driver-nfs, installed by the cluster team',
        'PrerequisiteMissing',
      ),
    ],
  },
  {
    name: 'no definition',
    environment: {
      ...everywhere,
      prerequisites: [
        ...(everywhere.prerequisites ?? []),
        { kind: 'CustomResourceDefinition', name: 'gateways.example.com', providedBy: 'the gateway team' },
      ],
    },
    found: [
      sentence(
        'everywhere.prerequisites[1]',
        'declared CustomResourceDefinition gateways.example.com; found none',
        'install it: the gateway team',
        'DefinitionMissing',
      ),
    ],
  },
  {
    name: 'no namespace of a neighbour',
    environment: withCluster({ requestsFrom: { namespace: 'edge', podLabels: { app: 'edge' } } }),
    found: [
      ofCluster(
        'requestsFrom',
        "declared namespace 'edge'; found none",
        'install the software that runs there · name the namespace of its pods',
        'NamespaceMissing',
      ),
    ],
  },
  {
    name: 'no pods of a neighbour',
    environment: withCluster({ requestsFrom: { namespace: 'gateway', podLabels: { app: 'edge' } } }),
    found: [
      ofCluster(
        'requestsFrom',
        "declared pods app=edge in namespace 'gateway'; found none; pods there have app.kubernetes.io/name=gateway",
        'set podLabels to labels of its pods · start the pods',
        'PeerMissing',
      ),
    ],
  },
];
