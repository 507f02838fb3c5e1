/** What is said about further amendments: each opens something by another way than its neighbour in `sentences.ts`. */
import { planned } from './planned';

export const further: Readonly<Record<string, readonly string[]>> = {
  'goes where a taint has a greater number': [
    "Deployment llm-serving/llama-3 spec.template.spec.tolerations[1].operator: 'Gt' is off by default in every release of Kubernetes that Corral supports.\n  fix: leave it out\n  [FieldsOfRelease]",
  ],
  'has a finalizer': [
    planned('Deployment llm-serving/llama-3 metadata.finalizers: is ["example.com/wait"], and Corral renders nothing'),
  ],
  'requires two families': [
    "Service llm-serving/llama-3 spec.ipFamilyPolicy: 'RequireDualStack' asks for two families, and the cluster has one.\n  fix: leave it out\n  [AddressFamilies]",
  ],
  'lets any address of IPv6 out': [
    'NetworkPolicy llm-serving/llama-3 spec.egress[0].to[0]: opens egress to addresses ::/0, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens egress to pods {"matchLabels":{"app.kubernetes.io/name":"weights-server","app.kubernetes.io/instance":"weights-server"}} of namespace model-store, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'lets half of all addresses out': [
    'NetworkPolicy llm-serving/llama-3 spec.egress[0].to[0]: opens egress to addresses 0.0.0.0/1, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'NetworkPolicy llm-serving/llama-3 spec.egress[0].to[1]: opens egress to addresses 128.0.0.0/1, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens egress to pods {"matchLabels":{"app.kubernetes.io/name":"weights-server","app.kubernetes.io/instance":"weights-server"}} of namespace model-store, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'has a peer without labels': [
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from[0]: opens ingress from pods {"matchLabels":{}} of namespace gateway, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"prometheus"}} of namespace monitoring, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'has a peer by expression': [
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from[0].namespaceSelector: {"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"Exists"}]} names no namespace.\n  fix: select by kubernetes.io/metadata.name, which only the API server sets\n  [NamespacesExist]',
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from[0]: opens ingress from pods {} of namespaces {"matchExpressions":[{"key":"kubernetes.io/metadata.name","operator":"Exists"}]}, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"gateway"}} of namespace gateway, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"prometheus"}} of namespace monitoring, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'lets nobody of a list in, which is everybody': [
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from: opens ingress from every source, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
  ],
  'opens a port beside its own': [
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from[0]: opens ingress from pods {} of namespace llm-serving, TCP port 22, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"gateway"}} of namespace gateway, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"prometheus"}} of namespace monitoring, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'opens a range of ports': [
    'NetworkPolicy llm-serving/llama-3 spec.egress[0].to[0]: opens egress to addresses 10.0.0.0/8, TCP ports 1 to 65535, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens egress to pods {"matchLabels":{"app.kubernetes.io/name":"weights-server","app.kubernetes.io/instance":"weights-server"}} of namespace model-store, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'says of no direction': [
    'NetworkPolicy llm-serving/llama-3 spec.policyTypes: does not have Egress and Ingress.\n  fix: list Egress and Ingress\n  [NetworkIsolation]',
  ],
  'is another name': [
    "Service llm-serving/llama-3 spec.type: 'ExternalName' opens an engine to the outside.\n  fix: leave it out: only the gateway reaches engines, inside\n  [EngineExposure]",
    planned("Service llm-serving/llama-3 spec.externalName: is 'elsewhere.example', and Corral renders nothing"),
  ],
  'has an address of a load balancer': [
    planned("Service llm-serving/llama-3 spec.loadBalancerIP: is '192.0.2.1', and Corral renders nothing"),
  ],
  'is shown outside by Tailscale': [
    planned(
      "Service llm-serving/llama-3 metadata.annotations['tailscale.com/expose']: opens the Service to the outside",
    ),
  ],
  'is published in DNS': [
    planned(
      "Service llm-serving/llama-3 metadata.annotations['external-dns.alpha.kubernetes.io/hostname']: publishes the Service in DNS",
    ),
  ],
  'has the memory of the node': [
    'Deployment llm-serving/llama-3 spec.template.spec.hostIPC: true is not restricted.\n  fix: leave it out\n  [PodSecurityRestricted]',
  ],
  'may raise its privileges': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.allowPrivilegeEscalation: true is not restricted.\n  fix: set it to false\n  [PodSecurityRestricted]',
  ],
  'may be root': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.runAsNonRoot: false is not restricted.\n  fix: set it to true\n  [PodSecurityRestricted]',
  ],
  'is root': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.runAsUser: 0 is not restricted.\n  fix: take a user above 10000\n  [PodSecurityRestricted]',
  ],
  'has no seccomp profile': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.seccompProfile.type: 'Unconfined' is not restricted.\n  fix: one of RuntimeDefault, Localhost\n  [PodSecurityRestricted]",
  ],
  'has no seccomp profile as a pod': [
    "Deployment llm-serving/llama-3 spec.template.spec.securityContext.seccompProfile.type: 'Unconfined' is not restricted.\n  fix: one of RuntimeDefault, Localhost\n  [PodSecurityRestricted]",
  ],
  'has no AppArmor profile': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.appArmorProfile.type: 'Unconfined' is not restricted.\n  fix: one of RuntimeDefault, Localhost, or leave it out\n  [PodSecurityRestricted]",
  ],
  'keeps all capabilities': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.capabilities.drop: [] is not restricted.\n  fix: drop 'ALL'\n  [PodSecurityRestricted]",
  ],
  'has a label of SELinux': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.seLinuxOptions.type: 'spc_t' is not restricted.\n  fix: one of container_t, container_init_t, container_kvm_t, container_engine_t, or leave it out\n  [PodSecurityRestricted]",
  ],
  'has no security context': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext: null is of the wrong type.\n  fix: leave it out, or write an object\n  [FieldTypes]',
  ],
  'has a sidecar': [
    planned(
      "Deployment llm-serving/llama-3 spec.template.spec.initContainers[1]: is 'more', and Corral renders nothing",
    ),
  ],
  'starts a program first': [
    planned(
      "Deployment llm-serving/llama-3 spec.template.spec.initContainers[0]: is 'first', and Corral renders nothing",
    ),
  ],
  'gets a sidecar of a mesh': [
    planned(
      "Deployment llm-serving/llama-3 spec.template.metadata.labels['sidecar.istio.io/inject']: adds containers to the pods, which no rule judges",
    ),
  ],
  'lets a mesh into every pod': [
    planned(
      "Namespace llm-serving metadata.labels['istio-injection']: adds containers to the pods, which no rule judges",
    ),
  ],
  'gets devices by CDI': [
    planned(
      "Deployment llm-serving/llama-3 spec.template.metadata.annotations['cdi.k8s.io/gpu']: gives the pods devices that they do not ask for",
    ),
  ],
  'gets devices of CRI-O': [
    planned(
      "Deployment llm-serving/llama-3 spec.template.metadata.annotations['io.kubernetes.cri-o.Devices']: makes the container runtime open what the manifest does not show",
    ),
  ],
  'sees all GPUs': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].env[4]: NVIDIA_VISIBLE_DEVICES may not be 'all': the device plugin says which GPUs a container sees.\n  fix: leave it to Corral\n  [EngineFlags]",
  ],
  'loads a library first': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].env[4]: is {"name":"LD_PRELOAD","value":"/more/a.so"}, and Corral renders nothing',
    ),
  ],
  'finds programs elsewhere': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].env[4]: is {"name":"PATH","value":"/more"}, and Corral renders nothing',
    ),
  ],
  'mounts a part of its weights': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts[3]: is {"name":"weights","mountPath":"/more","subPath":"gguf"}, and Corral renders nothing',
    ),
  ],
  'mounts over its program': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts[3]: is {"name":"more","mountPath":"/app"}, and Corral renders nothing',
    ),
  ],
  'mounts over its weights': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts[3].readOnly: nothing lets the engine change its weights.\n  fix: set it to true\n  [EngineExposure]',
  ],
  'mounts over everything': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts[3]: is {"name":"more","mountPath":"/"}, and Corral renders nothing',
    ),
  ],
  'keeps files in memory': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.volumes[3]: is {"name":"more","emptyDir":{"medium":"Memory"}}, and Corral renders nothing',
    ),
  ],
  'mounts a claim of its own': [
    'Deployment llm-serving/llama-3 spec.template.spec.volumes[3].ephemeral.volumeClaimTemplate.spec.storageClassName: names no StorageClass, and no prerequisite declares a default class.\n  fix: declare it in prerequisites, or remove the reference\n  [ReferencesResolve]',
  ],
  'mounts an image': [
    "Deployment llm-serving/llama-3 spec.template.spec.volumes[3].image.reference: 'docker.io/library/busybox:1' can move.\n  fix: write repository:tag@sha256:…\n  [ImagePinned]",
  ],
  'has its probe ask another host': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].readinessProbe.httpGet.host: '169.254.169.254' is not restricted.\n  fix: leave it out: the kubelet asks the pod\n  [PodSecurityRestricted]",
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].readinessProbe.port: no port 80 is declared.\n  fix: name a port that the container declares\n  [Probes]',
  ],
  'runs a program as its probe': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].livenessProbe.exec: is {"command":["sh","-c","id"]}, and Corral renders nothing',
    ),
  ],
  'has no limits': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].env: NVIDIA_VISIBLE_DEVICES is 'all', and the container asks for no GPU.\n  fix: set NVIDIA_VISIBLE_DEVICES to 'void'\n  [EngineExposure]",
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].args: --device is 'CUDA0', and the container has no GPU.\n  fix: leave it out\n  [EngineFlags]",
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].resources.limits.memory: has no limit of memory.\n  fix: set one, equal to the request\n  [RequestsAndLimits]',
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].resources.limits.ephemeral-storage: has no limit of ephemeral-storage.\n  fix: set one, equal to the request\n  [RequestsAndLimits]',
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].resources.requests.nvidia.com/gpu: asks for '1' and may take nothing.\n  fix: put the same number into limits, or only there\n  [RequestsAndLimits]",
  ],
  'has a limit above what it asks for': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].resources.requests.memory: asks for '#Mi' of memory and may take '#Gi'.\n  fix: ask for as much as the limit\n  [RequestsAndLimits]",
    "ResourceQuota llm-serving/quota spec.hard['limits.memory']: '#Gi' is less than the #Mi that the namespace needs with all replicas and a rollout under way.\n  fix: allow #Mi, or fewer replicas\n  [QuotaFits]",
  ],
  'writes a quantity otherwise': [
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].resources.limits.ephemeral-storage: '#Mi' is read back as '#Gi'.\n  fix: write '#Gi'\n  [CanonicalQuantities]",
    "Deployment llm-serving/llama-3 spec.template.spec.containers[0].resources.requests.ephemeral-storage: asks for '#Mi' of ephemeral-storage and may take '#Mi'.\n  fix: ask for as much as the limit\n  [RequestsAndLimits]",
  ],
  'has a label that is none': [
    "Deployment llm-serving/llama-3 metadata.labels['tier']: 'a b' is no value of a label.\n  fix: at most 63 letters, digits, '-', '_' and '.', a letter or digit at both ends; put the rest into an annotation\n  [NamesAndLabels]",
  ],
  'says its replicas beside an autoscaler': [
    'Deployment llm-serving/llama-3 spec.replicas: 3 is set back at every apply, although HorizontalPodAutoscaler llm-serving/llama-3 decides.\n  fix: leave it out\n  [NoReplicasWithAutoscaler]',
  ],
  'scales from more than its end': [
    'HorizontalPodAutoscaler llm-serving/llama-3 spec.maxReplicas: 2 is less than the minimum of 5.\n  fix: at least 5\n  [AutoscalerSane]',
    planned('HorizontalPodAutoscaler llm-serving/llama-3 spec.minReplicas: is 5, and Corral renders 1'),
  ],
  'scales another workload': [
    'Deployment llm-serving/risk spec.replicas: 1 is set back at every apply, although HorizontalPodAutoscaler llm-serving/llama-3 decides.\n  fix: leave it out\n  [NoReplicasWithAutoscaler]',
    planned(
      'HorizontalPodAutoscaler llm-serving/llama-3 spec.scaleTargetRef: is {"apiVersion":"apps/v1","kind":"Deployment","name":"risk"}, and Corral renders {"apiVersion":"apps/v1","kind":"Deployment","name":"llama-3"}',
    ),
  ],
  'gives GPUs to everybody': [
    "LimitRange llm-serving/limits spec.limits[0].default['nvidia.com/gpu']: '1' reaches every container that does not ask for nvidia.com/gpu.\n  fix: remove it; a ValidatingAdmissionPolicy caps GPUs per pod\n  [NoGpuInLimitRange]",
  ],
  'waits for a later wave': [
    'Deployment model-store/weights-server spec.template.spec.serviceAccountName: wave 3 waits for ServiceAccount model-store/load-llama3-2-3b of wave 4.\n  fix: put it into wave 3 or an earlier one\n  [WaveOrder]',
  ],
  'has a Job without end': [
    planned('CronJob model-store/collector spec.jobTemplate.spec.backoffLimit: is 2147483647, and Corral renders 0'),
  ],
};
