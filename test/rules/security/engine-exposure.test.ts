import { images } from '../../../lib/catalog/images';
import { imageReference } from '../../../lib/catalog/image';
import { engineExposure } from '../../../lib/rules/security/engine-exposure';
import { add, cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const server = 'spec.template.spec.containers[0]';
const service = 'Service llm-serving/qwen';
const outside = 'opens an engine to the outside; leave it out: only the gateway reaches engines, inside';
const volume = 'spec.template.spec.volumes[1]';
const network = (title: string, field: string) =>
  `${title} ${field}: mounts the network store; stage the weights over HTTP to a local volume: with the store down, a pod that mounts it can neither start nor end`;
const claim = (name: string, accessModes: readonly string[], namespace = 'llm-serving') =>
  add('qwen', {
    apiVersion: 'v1',
    kind: 'PersistentVolumeClaim',
    metadata: { name, namespace },
    spec: { accessModes },
  });
const mount = set(qwen, volume, { name: 'models', persistentVolumeClaim: { claimName: 'disk' } });
const noGpu = (title: string) => set(title, `${server}.resources.limits['nvidia.com/gpu']`, undefined);
const everyGpu = (title: string, value: string, container = server) =>
  `${title} ${container}.env: NVIDIA_VISIBLE_DEVICES is '${value}', and the container asks for no GPU; set NVIDIA_VISIBLE_DEVICES to 'void'`;

cases(engineExposure, {
  'the engines of the platform': [[]],
  'a port of every node': [set(service, 'spec.type', 'NodePort'), `${service} spec.type: 'NodePort' ${outside}`],
  'a load balancer': [set(service, 'spec.type', 'LoadBalancer'), `${service} spec.type: 'LoadBalancer' ${outside}`],
  'another name': [set(service, 'spec.type', 'ExternalName'), `${service} spec.type: 'ExternalName' ${outside}`],
  'an address inside': [set(service, 'spec.type', 'ClusterIP')],
  'addresses outside': [
    set(service, 'spec.externalIPs', ['192.0.2.1']),
    `${service} spec.externalIPs: ["192.0.2.1"] ${outside}`,
  ],
  'no addresses outside': [set(service, 'spec.externalIPs', [])],
  'a load balancer before something else': [set('Service model-store/weights-server', 'spec.type', 'LoadBalancer')],
  'a load balancer before engines and others': [
    [
      set(service, 'spec.type', 'LoadBalancer'),
      set(service, 'spec.selector', { 'app.kubernetes.io/instance': 'qwen' }),
      add('qwen', {
        apiVersion: 'v1',
        kind: 'Pod',
        metadata: { name: 'tool', namespace: 'llm-serving', labels: { 'app.kubernetes.io/instance': 'qwen' } },
        spec: { containers: [{ name: 'tool', image: 'tool' }] },
      }),
    ],
    `${service} spec.type: 'LoadBalancer' ${outside}`,
  ],
  'a load balancer before nothing': [
    [set(service, 'spec.type', 'LoadBalancer'), set(service, 'spec.selector', undefined)],
  ],
  'a Service without a spec': [set(service, 'spec', undefined)],

  'a claim of one node': [[claim('disk', ['ReadWriteOnce']), mount]],
  'a claim of many nodes': [
    [claim('disk', ['ReadWriteMany']), mount],
    network(qwen, `${volume}.persistentVolumeClaim`),
  ],
  'a claim that many nodes read': [
    [claim('disk', ['ReadWriteOnce', 'ReadOnlyMany']), mount],
    network(qwen, `${volume}.persistentVolumeClaim`),
  ],
  'a claim of one node on the driver of the store': [
    [
      claim('disk', ['ReadWriteOnce']),
      set('PersistentVolumeClaim llm-serving/disk', 'spec.storageClassName', 'models'),
      mount,
    ],
    network(qwen, `${volume}.persistentVolumeClaim`),
  ],
  'a claim of one node on another driver': [
    [
      claim('disk', ['ReadWriteOnce']),
      set('PersistentVolumeClaim llm-serving/disk', 'spec.storageClassName', 'local'),
      mount,
    ],
  ],
  'a claim that says nothing': [
    [
      add('qwen', {
        apiVersion: 'v1',
        kind: 'PersistentVolumeClaim',
        metadata: { name: 'disk', namespace: 'llm-serving' },
      }),
      mount,
    ],
  ],
  'a claim that says nothing of modes': [
    [claim('disk', []), set('PersistentVolumeClaim llm-serving/disk', 'spec.accessModes', undefined), mount],
  ],
  'a claim of another namespace': [[claim('disk', ['ReadWriteMany'], 'model-store'), mount]],
  'a claim template of many nodes': [
    set(fleet, 'spec.volumeClaimTemplates[0].spec.accessModes', ['ReadWriteMany']),
    network(fleet, 'spec.volumeClaimTemplates[0]'),
  ],
  'a claim template that says nothing': [set(fleet, 'spec.volumeClaimTemplates[0].spec', undefined)],
  'an ephemeral claim of many nodes': [
    set(qwen, volume, {
      name: 'models',
      ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteMany'] } } },
    }),
    network(qwen, `${volume}.ephemeral`),
  ],
  'an ephemeral claim of one node': [
    set(qwen, volume, {
      name: 'models',
      ephemeral: { volumeClaimTemplate: { spec: { accessModes: ['ReadWriteOnce'] } } },
    }),
  ],
  'an ephemeral claim that says nothing': [set(qwen, volume, { name: 'models', ephemeral: {} })],
  'the driver of the store': [
    set(qwen, volume, { name: 'models', csi: { driver: 'nfs.csi.k8s.io' } }),
    network(qwen, `${volume}.csi`),
  ],
  'a claim of others that the environment reads in place, and the proofs beside it': [
    [
      setPlan('environment.cluster.weights', { kind: 'existing', claimName: 'disk', read: 'in-place' }),
      claim('disk', ['ReadWriteMany']),
      claim('model-store', ['ReadWriteMany']),
      mount,
      set(qwen, 'spec.template.spec.volumes[2]', {
        name: 'proofs',
        persistentVolumeClaim: { claimName: 'model-store' },
      }),
    ],
  ],
  'another claim beside one that the environment reads in place': [
    [
      setPlan('environment.cluster.weights', { kind: 'existing', claimName: 'of-others', read: 'in-place' }),
      claim('disk', ['ReadWriteMany']),
      mount,
    ],
    network(qwen, `${volume}.persistentVolumeClaim`),
  ],
  'a claim of others that is staged': [
    [
      setPlan('environment.cluster.weights', { kind: 'existing', claimName: 'disk', read: 'staged' }),
      claim('disk', ['ReadWriteMany']),
      mount,
    ],
    network(qwen, `${volume}.persistentVolumeClaim`),
  ],
  'another driver': [set(qwen, volume, { name: 'models', csi: { driver: 'secrets.csi.example' } })],
  'the network store below something else': [
    set('Deployment model-store/weights-server', 'spec.template.spec.volumes[0].persistentVolumeClaim.readOnly', false),
  ],
  'a pod without volumes': [[set(qwen, 'spec.template.spec.volumes', undefined)]],

  'weights that the server may write': [
    set(qwen, `${server}.volumeMounts[1].readOnly`, false),
    `${qwen} ${server}.volumeMounts[1].readOnly: false lets the engine change its weights; set it to true`,
  ],
  'weights of a fleet that say nothing': [
    set(fleet, `${server}.volumeMounts[0].readOnly`, undefined),
    `${fleet} ${server}.volumeMounts[0].readOnly: nothing lets the engine change its weights; set it to true`,
  ],
  'the flag in one word': [
    [set(qwen, `${server}.args`, ['--model=/models/a.gguf']), set(qwen, `${server}.volumeMounts[1].readOnly`, false)],
    `${qwen} ${server}.volumeMounts[1].readOnly: false lets the engine change its weights; set it to true`,
  ],
  'the last flag counts': [set(qwen, `${server}.args`, ['--model', '/nowhere/a.gguf', '--model', '/models/a.gguf'])],
  'a mount with the name of the path': [set(fleet, `${server}.volumeMounts[0].mountPath`, '/models/store')],
  'a mount that only begins alike': [
    set(fleet, `${server}.volumeMounts[0].mountPath`, '/mod'),
    `${fleet} ${server}.volumeMounts: nothing is mounted at /models/store; mount the weights there, read-only`,
  ],
  'the innermost mount counts, whatever the order': [
    [
      set(fleet, `${server}.volumeMounts`, [
        { name: 'a', mountPath: '/models', readOnly: true },
        { name: 'b', mountPath: '/models/store' },
        { name: 'c', mountPath: '/', readOnly: true },
        { name: 'd', mountPath: '/tmp/a/long/path', readOnly: true },
      ]),
    ],
    `${fleet} ${server}.volumeMounts[1].readOnly: nothing lets the engine change its weights; set it to true`,
  ],
  'an outer mount may be written': [
    set(fleet, `${server}.volumeMounts`, [
      { name: 'b', mountPath: '/models/store', readOnly: true },
      { name: 'a', mountPath: '/models' },
    ]),
  ],
  'no mount': [
    set(qwen, `${server}.volumeMounts`, undefined),
    `${qwen} ${server}.volumeMounts: nothing is mounted at /models/qwen.gguf; mount the weights there, read-only`,
  ],
  'no flag': [
    set(qwen, `${server}.args`, undefined),
    `${qwen} ${server}: does not set --model; set it to the path where the weights are mounted`,
  ],
  'a variable before it': [
    set(fleet, `${server}.env`, [
      { name: 'OTHER', value: '/elsewhere' },
      { name: 'OLLAMA_MODELS', value: '/models/store' },
    ]),
  ],
  'no variable': [
    set(fleet, `${server}.env`, undefined),
    `${fleet} ${server}: does not set OLLAMA_MODELS; set it to the path where the weights are mounted`,
  ],

  'a server without a GPU': [noGpu(qwen), everyGpu(qwen, 'all')],
  'a server without a GPU, whose image comes from a mirror': [
    [
      setPlan('environment.imageMirrors', { 'ghcr.io': 'mirror.example/ghcr' }),
      set(qwen, `${server}.image`, imageReference(images.llamaServerCuda).replace('ghcr.io', 'mirror.example/ghcr')),
      noGpu(qwen),
    ],
    everyGpu(qwen, 'all'),
  ],
  'a fleet without a GPU': [noGpu(fleet), everyGpu(fleet, 'all')],
  'a fleet that sees none': [
    [noGpu(fleet), set(fleet, `${server}.env[1]`, { name: 'NVIDIA_VISIBLE_DEVICES', value: 'void' })],
  ],
  'a fleet that sees some': [
    [noGpu(fleet), set(fleet, `${server}.env[1]`, { name: 'NVIDIA_VISIBLE_DEVICES', value: '0' })],
    everyGpu(fleet, '0'),
  ],
  'a slice of a GPU': [[noGpu(fleet), set(fleet, `${server}.resources.limits['nvidia.com/mig-1g.10gb']`, '1')]],
  'an extended resource of somebody else': [
    [noGpu(fleet), set(fleet, `${server}.resources.limits['example.com/fpga']`, '1')],
    everyGpu(fleet, 'all'),
  ],
  'a container without resources': [set(fleet, `${server}.resources`, undefined), everyGpu(fleet, 'all')],
  'a server for processors': [[noGpu(qwen), set(qwen, `${server}.image`, imageReference(images.llamaServer))]],
  'another version of the image': [
    [noGpu(qwen), set(qwen, `${server}.image`, 'ghcr.io/ggml-org/llama.cpp:server-cuda-b1@sha256:0')],
    everyGpu(qwen, 'all'),
  ],
  'an init container of the image': [
    set(qwen, 'spec.template.spec.initContainers[0].image', imageReference(images.ollama)),
    everyGpu(qwen, 'all', 'spec.template.spec.initContainers[0]'),
  ],
  'a container without an image': [set(qwen, `${server}.image`, undefined)],
  'a registry with a port is no engine': [
    [noGpu(qwen), set(qwen, `${server}.image`, 'localhost:5000/docker.io/ollama/ollama')],
  ],
});
