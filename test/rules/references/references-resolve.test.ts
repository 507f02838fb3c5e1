import { priorityClassName } from '../../../lib/plan/names';
import { referencesResolve } from '../../../lib/rules/references/references-resolve';
import { add, cases, remove, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const pod = 'spec.template.spec';
const server = `${pod}.containers[0]`;
const draw = 'declare it in prerequisites, or remove the reference';
const take = 'name one that the environment has, or remove the reference';
const mounted = 'name it in pods.volumes of the model, or remove the reference';
const host =
  'name one of the environment, or remove the reference: network policies let no engine connect to Services of others';
const nearOf = (fix: string, name: string) => `did you mean '${name}'? else ${fix}`;
const near = (name: string) => nearOf(draw, name);
const declare = (kind: string, name: string, namespace?: string) =>
  setPlan('environment.prerequisites[1]', { kind, name, namespace, providedBy: 'us' });
const noClass = `names no StorageClass, and no prerequisite declares a default class; ${draw}`;
const claim = 'PersistentVolumeClaim model-store/models';
const unnamed = set(claim, 'spec.storageClassName', undefined);
const binding = (kind: string, more: object) =>
  add('store', {
    apiVersion: 'rbac.authorization.k8s.io/v1',
    kind,
    metadata: { name: 'b', namespace: kind === 'RoleBinding' ? 'model-store' : undefined },
    ...more,
  });
const clusterRole = (name: string) => binding('ClusterRoleBinding', { roleRef: { kind: 'ClusterRole', name } });
/** A store beside the servers, whose loader then needs no token here. */
const direct = (storageClass?: string) => [
  setPlan('environment.cluster.weights', { kind: 'direct', storageClass }),
  setPlan('environment.prerequisites[1]', { kind: 'Secret', name: 'hub-token', namespace: 'model-store' }),
];
const volume = (value: object) => set(qwen, `${pod}.volumes[3]`, { name: 'more', ...value });
const at = `${qwen} ${pod}.volumes[3]`;

cases(referencesResolve, {
  'every reference of the platform': [[]],

  'a ServiceAccount': [
    set(qwen, `${pod}.serviceAccountName`, 'qwem'),
    `${qwen} ${pod}.serviceAccountName: there is no ServiceAccount llm-serving/qwem; ${nearOf(take, 'qwen')}`,
  ],
  'the account of another namespace': [
    set(qwen, `${pod}.serviceAccountName`, 'loader'),
    `${qwen} ${pod}.serviceAccountName: there is no ServiceAccount llm-serving/loader; ${take}`,
  ],
  'the account that every namespace has': [set(qwen, `${pod}.serviceAccountName`, 'default')],
  'names that every namespace has for one kind only': [
    [
      set(qwen, `${pod}.serviceAccountName`, 'kube-root-ca.crt'),
      volume({ configMap: { name: 'default' } }),
      set('RoleBinding model-store/reader', 'roleRef.name', 'system:x'),
    ],
    `RoleBinding model-store/reader roleRef.name: there is no Role model-store/system:x; ${take}`,
    `${qwen} ${pod}.serviceAccountName: there is no ServiceAccount llm-serving/kube-root-ca.crt; ${take}`,
    `${at}.configMap.name: there is no ConfigMap llm-serving/default; ${draw}`,
  ],
  'several that were nearly meant': [
    [
      add('foundation', {
        apiVersion: 'scheduling.k8s.io/v1',
        kind: 'PriorityClass',
        metadata: { name: 'interactives' },
      }),
      set(qwen, `${pod}.priorityClassName`, 'interactiv'),
    ],
    `${qwen} ${pod}.priorityClassName: there is no PriorityClass interactiv; did you mean 'interactive' or 'interactives'? else ${draw}`,
  ],
  'a PriorityClass': [
    set(qwen, `${pod}.priorityClassName`, 'interactvie'),
    `${qwen} ${pod}.priorityClassName: there is no PriorityClass interactvie; ${near('interactive')}`,
  ],
  'a PriorityClass of every cluster': [
    [
      set(qwen, `${pod}.priorityClassName`, 'system-cluster-critical'),
      set(fleet, `${pod}.priorityClassName`, 'system-node-critical'),
    ],
  ],
  'a PriorityClass that somebody else owns': [
    [
      set(qwen, `${pod}.priorityClassName`, priorityClassName('batch')),
      setPlan('environment.cluster.priorityClasses', 'existing'),
    ],
  ],
  'a PriorityClass that nobody draws': [
    [
      set(qwen, `${pod}.priorityClassName`, priorityClassName('batch')),
      setPlan('environment.cluster.priorityClasses', 'owned'),
    ],
    `${qwen} ${pod}.priorityClassName: there is no PriorityClass ${priorityClassName('batch')}; ${draw}`,
  ],
  'a PriorityClass that is a prerequisite': [
    [set(qwen, `${pod}.priorityClassName`, 'gold'), declare('PriorityClass', 'gold')],
  ],
  'the RuntimeClass of an operator that is none': [
    setPlan('environment.cluster.runtimeClass', 'none'),
    `${qwen} ${pod}.runtimeClassName: there is no RuntimeClass nvidia; ${draw}`,
    `${fleet} ${pod}.runtimeClassName: there is no RuntimeClass nvidia; ${draw}`,
  ],
  'the RuntimeClass that is drawn': [
    [
      setPlan('environment.cluster.runtimeClass', 'owned'),
      add('foundation', { apiVersion: 'node.k8s.io/v1', kind: 'RuntimeClass', metadata: { name: 'nvidia' } }),
    ],
  ],
  'a Secret to pull images': [
    set(qwen, `${pod}.imagePullSecrets`, [{ name: 'pull' }]),
    `${qwen} ${pod}.imagePullSecrets[0].name: there is no Secret llm-serving/pull; ${draw}`,
  ],
  'which is a prerequisite': [
    [set(qwen, `${pod}.imagePullSecrets`, [{ name: 'pull' }]), declare('Secret', 'pull', 'llm-serving')],
  ],
  'which is a prerequisite in another namespace': [
    [set(qwen, `${pod}.imagePullSecrets`, [{ name: 'pull' }]), declare('Secret', 'pull', 'model-store')],
    `${qwen} ${pod}.imagePullSecrets[0].name: there is no Secret llm-serving/pull; ${draw}`,
  ],
  'the token of the hub where none is declared': [
    setPlan('environment.cluster.downloads.hubToken', undefined),
    `Job model-store/load-qwen-fa953943 ${pod}.volumes[1].secret.secretName: there is no Secret model-store/hub-token; ${draw}`,
  ],
  'the Secret with the keys of the servers': [
    [
      setPlan('environment.cluster.apiKey', { secretName: 'llm-key', key: 'keys' }),
      volume({ secret: { secretName: 'llm-key' } }),
    ],
  ],
  'the token of the hub where the store is beside the servers': [
    setPlan('environment.cluster.weights', { kind: 'direct' }),
    `Job model-store/load-qwen-fa953943 ${pod}.volumes[1].secret.secretName: there is no Secret model-store/hub-token; ${draw}`,
  ],
  'which the servers then have': [
    [
      setPlan('environment.cluster.weights', { kind: 'direct' }),
      set('Job model-store/load-qwen-fa953943', `${pod}.volumes[1]`, { name: 'token' }),
      volume({ secret: { secretName: 'hub-token' } }),
    ],
  ],

  'a ConfigMap': [
    volume({ configMap: { name: 'stage' } }),
    `${at}.configMap.name: there is no ConfigMap llm-serving/stage; ${near('stage-1b9acf18')}`,
  ],
  'a ConfigMap that may be missing': [volume({ configMap: { name: 'stage', optional: true } })],
  'the ConfigMap of every namespace': [volume({ configMap: { name: 'kube-root-ca.crt' } })],
  'a key of a ConfigMap': [
    set(qwen, `${pod}.volumes[0].configMap.items[0].key`, 'stage.py'),
    `${qwen} ${pod}.volumes[0].configMap.name: ConfigMap stage-1b9acf18 has no key 'stage.py'; take one that it has: stage.sh, drain.sh, version`,
  ],
  'a binary key of a ConfigMap': [
    [
      set(qwen, `${pod}.volumes[0].configMap.items[0].key`, 'blob'),
      set('ConfigMap llm-serving/stage-1b9acf18', 'binaryData', { blob: '' }),
    ],
  ],
  'a key of a ConfigMap of somebody else': [
    [
      volume({ configMap: { name: 'theirs', items: [{ key: 'a', path: 'a' }] } }),
      declare('ConfigMap', 'theirs', 'llm-serving'),
    ],
  ],
  'a Secret as a volume': [
    volume({ secret: { secretName: 'key' } }),
    `${at}.secret.secretName: there is no Secret llm-serving/key; ${draw}`,
  ],
  'a Secret that may be missing': [volume({ secret: { secretName: 'key', optional: true } })],
  'the keys of a Secret that is drawn are nobody’s business': [
    [
      add('qwen', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key', namespace: 'llm-serving' } }),
      set(qwen, `${server}.env[0].valueFrom`, { secretKeyRef: { name: 'key', key: 'a' } }),
    ],
  ],
  'a claim': [
    volume({ persistentVolumeClaim: { claimName: 'models' } }),
    `${at}.persistentVolumeClaim.claimName: there is no PersistentVolumeClaim llm-serving/models; ${mounted}`,
  ],
  'a projected volume': [
    volume({
      projected: {
        sources: [
          { configMap: { name: 'a' } },
          { secret: { name: 'b' } },
          { configMap: { name: 'stage-1b9acf18', items: [{ key: 'c', path: 'c' }] } },
          { serviceAccountToken: { path: 't' } },
        ],
      },
    }),
    `${at}.projected.sources[0].configMap.name: there is no ConfigMap llm-serving/a; ${draw}`,
    `${at}.projected.sources[1].secret.name: there is no Secret llm-serving/b; ${draw}`,
    `${at}.projected.sources[2].configMap.name: ConfigMap stage-1b9acf18 has no key 'c'; take one that it has: stage.sh, drain.sh, version`,
  ],
  'projected volumes that may be missing': [
    volume({
      projected: { sources: [{ configMap: { name: 'a', optional: true } }, { secret: { name: 'b', optional: true } }] },
    }),
  ],
  'a generic ephemeral volume': [
    volume({ ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'topolv' } } } }),
    `${at}.ephemeral.volumeClaimTemplate.spec.storageClassName: there is no StorageClass topolv; ${draw}`,
  ],
  'a generic ephemeral volume of a tier': [
    volume({ ephemeral: { volumeClaimTemplate: { spec: { storageClassName: 'topolvm' } } } }),
  ],
  'a generic ephemeral volume of no class': [
    volume({ ephemeral: { volumeClaimTemplate: { spec: {} } } }),
    `${at}.ephemeral.volumeClaimTemplate.spec.storageClassName: ${noClass}`,
  ],
  'a driver': [
    volume({ csi: { driver: 'secrets.csi.example' } }),
    `${at}.csi.driver: there is no CSIDriver secrets.csi.example; ${draw}`,
  ],
  'a variable from a ConfigMap': [
    [
      set(qwen, `${server}.env[0].valueFrom`, { configMapKeyRef: { name: 'a', key: 'b' } }),
      set(qwen, `${server}.env[1].valueFrom.configMapKeyRef.key`, 'verison'),
    ],
    `${qwen} ${server}.env[0].valueFrom.configMapKeyRef.name: there is no ConfigMap llm-serving/a; ${draw}`,
    `${qwen} ${server}.env[1].valueFrom.configMapKeyRef.name: ConfigMap stage-1b9acf18 has no key 'verison'; take one that it has: stage.sh, drain.sh, version`,
  ],
  'a variable from a Secret': [
    set(qwen, `${server}.env[0].valueFrom`, { secretKeyRef: { name: 'a', key: 'b' } }),
    `${qwen} ${server}.env[0].valueFrom.secretKeyRef.name: there is no Secret llm-serving/a; ${draw}`,
  ],
  'all variables of a ConfigMap and of a Secret': [
    set(qwen, `${server}.envFrom`, [
      { configMapRef: { name: 'a' } },
      { secretRef: { name: 'b' } },
      { secretRef: { name: 'c', optional: true } },
    ]),
    `${qwen} ${server}.envFrom[0].configMapRef.name: there is no ConfigMap llm-serving/a; ${draw}`,
    `${qwen} ${server}.envFrom[1].secretRef.name: there is no Secret llm-serving/b; ${draw}`,
  ],
  'a Service in an argument': [
    set(
      qwen,
      `${pod}.initContainers[0].args[0]`,
      'http://weights.model-store.svc:8080,http://x.y.svc.cluster.local http://a.b.svcx file.svc a.b.c.svc',
    ),
    `${qwen} ${pod}.initContainers[0].args[0]: there is no Service model-store/weights; did you mean 'weights-server'? else ${host}`,
    `${qwen} ${pod}.initContainers[0].args[0]: there is no Service y/x; ${host}`,
  ],
  'a Service of the environment in another namespace': [
    set(qwen, `${server}.env`, [{ name: 'A', value: 'http://weights-server.llm-serving.svc:8080' }]),
    `${qwen} ${server}.env[0].value: there is no Service llm-serving/weights-server; ${nearOf(host, 'model-store/weights-server')}`,
  ],
  'a Service in a command': [
    set(qwen, `${pod}.initContainers[0].command[1]`, 'http://a.b.svc'),
    `${qwen} ${pod}.initContainers[0].command[1]: there is no Service b/a; ${host}`,
  ],
  'a Service in a variable': [
    set(qwen, `${server}.env[0].value`, 'http://a.b.svc'),
    `${qwen} ${server}.env[0].value: there is no Service b/a; ${host}`,
  ],
  'an argument of a container without a command': [
    set(qwen, `${server}.args[1]`, 'http://a.b.svc'),
    `${qwen} ${server}.args[1]: there is no Service b/a; ${host}`,
  ],

  'the class of a claim': [
    set(claim, 'spec.storageClassName', 'model'),
    `${claim} spec.storageClassName: there is no StorageClass model; ${near('models')}`,
  ],
  'the class of the weights': [
    [
      set(claim, 'spec.storageClassName', 'shared'),
      setPlan('environment.cluster.weights', { kind: 'class', storageClass: 'shared' }),
    ],
  ],
  'a class that only the settings of another kind name': [
    [set(claim, 'spec.storageClassName', 'shared'), setPlan('environment.cluster.weights.storageClass', 'shared')],
    `${claim} spec.storageClassName: there is no StorageClass shared; ${draw}`,
  ],
  'a claim without a class': [unnamed, `${claim} spec.storageClassName: ${noClass}`],
  'a claim without a class, where the weights rely on the default': [[unnamed, ...direct()]],
  'a claim without a class, where the weights name one': [
    [unnamed, ...direct('disk')],
    `${claim} spec.storageClassName: ${noClass}`,
  ],
  'the class that the weights name': [[set(claim, 'spec.storageClassName', 'disk'), ...direct('disk')]],
  'a claim without a class, where ours is the default': [
    [
      unnamed,
      set('StorageClass models', "metadata.annotations['storageclass.kubernetes.io/is-default-class']", 'true'),
    ],
  ],
  'a class that is none, where ours is the default': [
    [
      set(claim, 'spec.storageClassName', 'nvme'),
      set('StorageClass models', "metadata.annotations['storageclass.kubernetes.io/is-default-class']", 'true'),
    ],
    `${claim} spec.storageClassName: there is no StorageClass nvme; ${draw}`,
  ],
  'a claim without a name, where ours is the default class': [
    [
      set('PersistentVolume node-1-volume-0', 'spec.claimRef.name', undefined),
      set('StorageClass models', "metadata.annotations['storageclass.kubernetes.io/is-default-class']", 'true'),
    ],
    `PersistentVolume node-1-volume-0 spec.claimRef: there is no PersistentVolumeClaim llm-serving/; ${take}`,
  ],
  'a claim without a namespace': [
    set('PersistentVolume node-1-volume-0', 'spec.claimRef.namespace', undefined),
    `PersistentVolume node-1-volume-0 spec.claimRef: there is no PersistentVolumeClaim models-fleet-0; ${take}`,
  ],
  'a volume that is kept for nobody': [set('PersistentVolume node-1-volume-0', 'spec.claimRef', undefined)],
  'a claim without a class, where ours is not the default': [
    [
      unnamed,
      set('StorageClass models', "metadata.annotations['storageclass.kubernetes.io/is-default-class']", 'false'),
    ],
    `${claim} spec.storageClassName: ${noClass}`,
  ],
  'a claim of no class at all': [set(claim, 'spec.storageClassName', '')],
  'the volume of a claim': [
    [set(claim, 'spec.storageClassName', ''), set(claim, 'spec.volumeName', 'node-1-volume-9')],
    `${claim} spec.volumeName: there is no PersistentVolume node-1-volume-9; ${nearOf(take, 'node-1-volume-0')}`,
  ],
  'the class of a claim template': [
    set(fleet, 'spec.volumeClaimTemplates[0].spec.storageClassName', 'nvme'),
    `${fleet} spec.volumeClaimTemplates[0].spec.storageClassName: there is no StorageClass nvme; ${draw}`,
  ],
  'the class of a volume': [
    set('PersistentVolume node-1-volume-0', 'spec.storageClassName', 'nvme'),
    `PersistentVolume node-1-volume-0 spec.storageClassName: there is no StorageClass nvme; ${draw}`,
  ],
  'a volume without a class': [set('PersistentVolume node-1-volume-0', 'spec.storageClassName', undefined)],
  'the claim that a volume is kept for': [
    set('PersistentVolume node-1-volume-0', 'spec.claimRef.name', 'models-fleet-2'),
    `PersistentVolume node-1-volume-0 spec.claimRef: there is no PersistentVolumeClaim llm-serving/models-fleet-2; ${take}`,
  ],
  'a claim of the last pod of a fleet': [
    set('PersistentVolume node-1-volume-0', 'spec.claimRef.name', 'models-fleet-1'),
  ],
  'a claim of a fleet that says nothing of replicas': [set(fleet, 'spec.replicas', undefined)],
  'the driver of a volume': [
    set('PersistentVolume node-1-volume-0', 'spec.csi', { driver: 'disk.example' }),
    `PersistentVolume node-1-volume-0 spec.csi.driver: there is no CSIDriver disk.example; ${draw}`,
  ],
  'the driver of a class': [
    setPlan('environment.prerequisites', []),
    `StorageClass models provisioner: there is no CSIDriver nfs.csi.k8s.io; ${draw}`,
  ],

  'the target of an autoscaler': [
    set('HorizontalPodAutoscaler llm-serving/qwen', 'spec.scaleTargetRef.name', 'qwne'),
    `HorizontalPodAutoscaler llm-serving/qwen spec.scaleTargetRef: there is no Deployment llm-serving/qwne; ${nearOf(take, 'qwen')}`,
  ],
  'the target of an autoscaler, of another kind': [
    set('HorizontalPodAutoscaler llm-serving/qwen', 'spec.scaleTargetRef.kind', 'StatefulSet'),
    `HorizontalPodAutoscaler llm-serving/qwen spec.scaleTargetRef: there is no StatefulSet llm-serving/qwen; ${take}`,
  ],
  'an autoscaler without a spec': [
    set('HorizontalPodAutoscaler llm-serving/qwen', 'spec', undefined),
    `HorizontalPodAutoscaler llm-serving/qwen spec.scaleTargetRef: there is no  llm-serving/; ${take}`,
  ],
  'the governing Service': [
    remove('Service llm-serving/fleet'),
    `${fleet} spec.serviceName: there is no Service llm-serving/fleet; ${take}`,
  ],
  'no governing Service': [set(fleet, 'spec.serviceName', undefined)],
  'the policy of a binding': [
    set('ValidatingAdmissionPolicyBinding gpu-cap', 'spec.policyName', 'cap'),
    `ValidatingAdmissionPolicyBinding gpu-cap spec.policyName: there is no ValidatingAdmissionPolicy cap; did you mean 'gpu-cap'? else ${take}`,
  ],
  'a binding without a policy': [set('ValidatingAdmissionPolicyBinding gpu-cap', 'spec', undefined)],
  'the role of a binding': [
    set('RoleBinding model-store/reader', 'roleRef.name', 'writer'),
    `RoleBinding model-store/reader roleRef.name: there is no Role model-store/writer; ${take}`,
  ],
  'the subject of a binding': [
    set('RoleBinding model-store/reader', 'subjects[0].namespace', 'llm-serving'),
    `RoleBinding model-store/reader subjects[0].name: there is no ServiceAccount llm-serving/weights-server; ${take}`,
  ],
  'a subject in the namespace of the binding': [
    set('RoleBinding model-store/reader', 'subjects[0].namespace', undefined),
  ],
  'a subject who is no account': [
    set('RoleBinding model-store/reader', 'subjects[0]', { kind: 'Group', name: 'people' }),
  ],
  'a binding without subjects': [set('RoleBinding model-store/reader', 'subjects', undefined)],
  'a role of the cluster for a namespace': [
    binding('RoleBinding', { roleRef: { kind: 'ClusterRole', name: 'reader' } }),
    `RoleBinding model-store/b roleRef.name: there is no ClusterRole reader; ${take}`,
  ],
  'roles of every cluster': [
    [
      clusterRole('view'),
      clusterRole('admin'),
      clusterRole('edit'),
      clusterRole('cluster-admin'),
      clusterRole('system:auth-delegator'),
    ],
  ],
  'a role of the cluster': [
    clusterRole('reader'),
    `ClusterRoleBinding b roleRef.name: there is no ClusterRole reader; ${take}`,
  ],
  'the subject of a role of the cluster': [
    binding('ClusterRoleBinding', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'a', namespace: 'llm-serving' }],
    }),
    `ClusterRoleBinding b subjects[0].name: there is no ServiceAccount llm-serving/a; ${take}`,
  ],
  'the subject of a role of the cluster, in no namespace': [
    binding('ClusterRoleBinding', {
      roleRef: { kind: 'ClusterRole', name: 'view' },
      subjects: [{ kind: 'ServiceAccount', name: 'a' }],
    }),
    `ClusterRoleBinding b subjects[0].name: there is no ServiceAccount a; ${take}`,
  ],
});
