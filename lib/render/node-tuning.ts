/** The settings of nodes that who makes them must make: how, on nodes of each origin. */
import { factsOf, type NodeOrigin, type NodePool, type NodeSetting } from '../environment';
import type { Preparation } from './preparation';

const file = (name: string, lines: readonly string[]): string =>
  `printf '${lines.map((line) => `${line}\\n`).join('')}' > ${name}`;

/** Commands for each node, as root. */
function commandsOfMachine(settings: readonly NodeSetting[]): readonly string[] {
  const facts = settings.map(factsOf);
  const sysctls = facts.flatMap(({ sysctl }) => (sysctl === undefined ? [] : [`${sysctl.key} = ${sysctl.value}`]));
  return [
    ...(sysctls.length === 0 ? [] : [`${file('/etc/sysctl.d/90-corral.conf', sysctls)} && sysctl --system`]),
    ...facts.flatMap(({ command }) => command ?? []),
  ];
}

type Fields = readonly (readonly [string, boolean | number])[];
const yaml = (fields: Fields, before = ''): readonly string[] =>
  fields.map(([name, value]) => `${before}${name}: ${value}`);

/** How the configuration of the kubelet is changed. */
const kubelet: Readonly<Record<NodeOrigin, (fields: Fields, pool: string) => readonly string[]>> = {
  metal: (fields) => [
    file('/etc/kubernetes/kubelet.conf.d/90-corral.conf', [
      'apiVersion: kubelet.config.k8s.io/v1beta1',
      'kind: KubeletConfiguration',
      ...yaml(fields),
    ]),
  ],
  aws: (fields) => [
    `# as application/node.eks.aws: {"apiVersion":"node.eks.aws/v1alpha1","kind":"NodeConfig","spec":{"kubelet":{"config":${JSON.stringify(Object.fromEntries(fields))}}}}`,
  ],
  gke: (fields, pool) => [
    `${file('node-config.yaml', [
      'kubeletConfig:',
      // GKE pulls in parallel as soon as it is more than one.
      ...yaml(
        fields.filter(([name]) => name === 'maxParallelImagePulls'),
        '  ',
      ),
    ])} && gcloud container node-pools update ${pool} --cluster CLUSTER --system-config-from-file node-config.yaml`,
  ],
  aks: () => [],
};

const places: Readonly<Record<NodeOrigin, string>> = {
  metal: 'as root on each node; the kubelet reads that folder if it runs with --config-dir',
  aws: 'in the user data of the node class or the launch template, the commands as a shell script',
  gke: 'on the node pool',
  aks: 'on the node pool',
};

/** What must be set on the nodes of a pool by who makes them; nothing where a DaemonSet sets all of it. */
export function tuningOf({ name, tuning }: NodePool): Preparation | undefined {
  const byPeople =
    tuning?.settings.filter((each) => tuning.daemonSet === undefined || factsOf(each).sysctl === undefined) ?? [];
  if (tuning === undefined || byPeople.length === 0) return undefined;
  const fields = byPeople.flatMap((setting) => Object.entries(factsOf(setting).kubelet ?? {}));
  return {
    what: `tune the nodes of pool ${name}, ${places[tuning.origin]}: ${byPeople
      .map((setting) => `${setting}, since ${factsOf(setting).because}`)
      .join('; ')}`,
    commands: [...commandsOfMachine(byPeople), ...(fields.length === 0 ? [] : kubelet[tuning.origin](fields, name))],
  };
}
