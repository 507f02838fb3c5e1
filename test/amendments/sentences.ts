/** What is said about each amendment, whole; `staging: ` stands before all of them. */

import { further } from './further-sentences';
import { planned } from './planned';

export const expected: Readonly<Record<string, readonly string[]>> = {
  'lets everybody in': [
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from: opens ingress from every source, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
  ],
  'lets the pod out everywhere': [
    'NetworkPolicy llm-serving/llama-3 spec.egress[0].to: opens egress to every destination, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
  ],
  'lets an engine ask DNS': [
    'NetworkPolicy llm-serving/llama-3 spec.egress[1].to[0]: opens egress to addresses 10.100.0.10/32, UDP port 53, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
  ],
  'moves the weights servers': [
    planned(`Service model-store/weights-server spec.clusterIP: is '10.100.0.99', and Corral renders '10.100.0.15'`),
  ],
  'gives the weights servers another family': [
    planned('Service model-store/weights-server spec.ipFamilies: is ["IPv6"], and Corral renders nothing'),
  ],
  'lets any address in': [
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from[0]: opens ingress from addresses 0.0.0.0/0, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"gateway"}} of namespace gateway, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"prometheus"}} of namespace monitoring, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'lets every namespace in': [
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from[0].namespaceSelector: {} names no namespace.\n  fix: select by kubernetes.io/metadata.name, which only the API server sets\n  [NamespacesExist]',
    'NetworkPolicy llm-serving/llama-3 spec.ingress[0].from[0]: opens ingress from pods {} of namespaces {}, every port, which the plan does not allow for Deployment llm-serving/llama-3.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"gateway"}} of namespace gateway, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
    'Deployment llm-serving/llama-3 spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/name":"prometheus"}} of namespace monitoring, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'drops a direction': [
    'NetworkPolicy llm-serving/llama-3 spec.policyTypes: does not have Egress.\n  fix: list Egress and Ingress\n  [NetworkIsolation]',
  ],
  'opens the default': [
    'Deployment llm-serving/gpt-oss metadata.namespace: namespace llm-serving does not deny by default.\n  fix: add a NetworkPolicy with an empty podSelector, both policyTypes and no rules\n  [NetworkIsolation]',
    'NetworkPolicy llm-serving/default-deny spec.ingress[0].from: opens ingress from every source, every port, which the plan does not allow for Deployment llm-serving/gpt-oss.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'NetworkPolicy llm-serving/default-deny spec.egress[0].to: opens egress to every destination, every port, which the plan does not allow for Deployment llm-serving/gpt-oss.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
  ],
  'lets the default select other pods': [
    'NetworkPolicy llm-serving/default-deny spec.podSelector: selects by {"matchLabels":{"a":"b"}}.\n  fix: select by app.kubernetes.io/name and app.kubernetes.io/instance, and nothing else: a selector cannot be changed later\n  [Selectors]',
    'NetworkPolicy llm-serving/default-deny spec.podSelector: {"a":"b"} selects no pod of namespace llm-serving.\n  fix: select by the labels of a workload in the same namespace\n  [ServicesReachPods]',
    'Deployment llm-serving/gpt-oss metadata.namespace: namespace llm-serving does not deny by default.\n  fix: add a NetworkPolicy with an empty podSelector, both policyTypes and no rules\n  [NetworkIsolation]',
  ],
  'lets others read weights': [
    'NetworkPolicy model-store/weights-server spec.ingress[0].from[0]: opens ingress from pods {} of namespace model-store, every port, which the plan does not allow for Deployment model-store/weights-server.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
    'Deployment model-store/weights-server spec.template.metadata.labels: no NetworkPolicy opens ingress from pods {"matchLabels":{"app.kubernetes.io/part-of":"corral"}} of namespace llm-serving, TCP port 8080, which the pods need.\n  fix: keep the rule of its NetworkPolicy as Corral renders it\n  [Network]',
  ],
  'lets the collector out': [
    'NetworkPolicy model-store/collector spec.egress[0].to[0]: opens egress to addresses 10.0.0.0/8, every port, which the plan does not allow for CronJob model-store/collector.\n  fix: remove it, or name the peer in the environment: cluster.requestsFrom, monitoring, dns, downloads.endpoints\n  [Network]',
  ],
  'attaches another network': [
    planned(
      `Deployment llm-serving/llama-3 spec.template.metadata.annotations['k8s.v1.cni.cncf.io/networks']: attaches a network that no NetworkPolicy judges`,
    ),
  ],
  'opens a node port': [
    `Service llm-serving/llama-3 spec.type: 'NodePort' opens an engine to the outside.\n  fix: leave it out: only the gateway reaches engines, inside\n  [EngineExposure]`,
  ],
  'opens a load balancer': [
    `Service llm-serving/llama-3 spec.type: 'LoadBalancer' opens an engine to the outside.\n  fix: leave it out: only the gateway reaches engines, inside\n  [EngineExposure]`,
  ],
  'opens the weights server': [
    planned(`Service model-store/weights-server spec.type: is 'LoadBalancer', and Corral renders 'ClusterIP'`),
  ],
  'has external addresses': [
    'Service llm-serving/llama-3 spec.externalIPs: ["192.0.2.1"] opens an engine to the outside.\n  fix: leave it out: only the gateway reaches engines, inside\n  [EngineExposure]',
  ],
  'selects other pods': [
    planned(
      'Service llm-serving/llama-3 spec.selector: is {"app.kubernetes.io/instance":"ollama","app.kubernetes.io/name":"ollama"}, and Corral renders {"app.kubernetes.io/instance":"llama-3","app.kubernetes.io/name":"llama-server"}',
    ),
  ],
  'shows pods that are not ready': [
    planned('Service llm-serving/llama-3 spec.publishNotReadyAddresses: is true, and Corral renders nothing'),
  ],
  'has no ports': [
    planned(
      'Service llm-serving/llama-3 spec.ports: is nothing, and Corral renders [{"appProtocol":"http","name":"http","port":8080,"protocol":"TCP","targetPort":"http"}]',
    ),
  ],
  'has the network of the node': [
    'Deployment llm-serving/llama-3 spec.template.spec.hostNetwork: true is not restricted.\n  fix: leave it out\n  [PodSecurityRestricted]',
  ],
  'has the processes of the node': [
    'Deployment llm-serving/llama-3 spec.template.spec.hostPID: true is not restricted.\n  fix: leave it out\n  [PodSecurityRestricted]',
  ],
  'has a port of the node': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].ports[1].hostPort: 9000 is not restricted.\n  fix: leave it out\n  [PodSecurityRestricted]',
  ],
  'has one more port': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].ports: is [{"containerPort":8080,"name":"http","protocol":"TCP"},{"name":"more","containerPort":9000}], and Corral renders [{"containerPort":8080,"name":"http","protocol":"TCP"}]',
    ),
  ],
  'shares its processes': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.shareProcessNamespace: is true, and Corral renders nothing',
    ),
  ],
  'maps its users': [
    planned('Deployment llm-serving/llama-3 spec.template.spec.hostUsers: is false, and Corral renders nothing'),
  ],
  'has names of its own': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.hostAliases: is [{"ip":"192.0.2.1","hostnames":["weights-server.model-store.svc"]}], and Corral renders nothing',
    ),
  ],
  'asks other resolvers': [
    planned(`Deployment llm-serving/llama-3 spec.template.spec.dnsPolicy: is 'None', and Corral renders nothing`),
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.dnsConfig: is {"nameservers":["192.0.2.1"]}, and Corral renders nothing',
    ),
  ],
  'mounts the token': [
    'Deployment llm-serving/llama-3 spec.template.spec.automountServiceAccountToken: true is more than the pod needs.\n  fix: set it to false\n  [LeastPrivilege]',
  ],
  'lets its account mount the token': [
    planned('ServiceAccount llm-serving/llama-3 automountServiceAccountToken: is true, and Corral renders false'),
  ],
  'gives its account rights in the cloud': [
    planned(
      `ServiceAccount llm-serving/llama-3 metadata.annotations['eks.amazonaws.com/role-arn']: gives the pods rights in the cloud`,
    ),
  ],
  'has the account of another': [
    planned(
      `Deployment llm-serving/llama-3 spec.template.spec.serviceAccountName: is 'ollama', and Corral renders 'llama-3'`,
    ),
  ],
  'has the default account': [
    planned(
      `Deployment llm-serving/llama-3 spec.template.spec.serviceAccountName: is 'default', and Corral renders 'llama-3'`,
    ),
  ],
  'is privileged': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.privileged: true is not restricted.\n  fix: set it to false\n  [PodSecurityRestricted]',
  ],
  'may have more capabilities': [
    `Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.capabilities.add: 'SYS_ADMIN' is not restricted.\n  fix: none but NET_BIND_SERVICE\n  [PodSecurityRestricted]`,
  ],
  'sees all of proc': [
    `Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.procMount: 'Unmasked' is not restricted.\n  fix: leave it out\n  [PodSecurityRestricted]`,
  ],
  'writes its root': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext.readOnlyRootFilesystem: false leaves the root file system writable.\n  fix: set it to true, and mount a volume wherever the image writes\n  [LeastPrivilege]',
  ],
  'has another user': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].securityContext: is {"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"privileged":false,"readOnlyRootFilesystem":true,"runA…, and Corral renders {"allowPrivilegeEscalation":false,"capabilities":{"drop":["ALL"]},"privileged":false,"readOnlyRootFilesystem":true,"runA…',
    ),
  ],
  'has the group of root': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.securityContext: is {"fsGroup":0,"fsGroupChangePolicy":"OnRootMismatch","runAsGroup":10001,"runAsNonRoot":true,"runAsUser":10001,"seccompPro…, and Corral renders {"fsGroup":10001,"fsGroupChangePolicy":"OnRootMismatch","runAsGroup":10001,"runAsNonRoot":true,"runAsUser":10001,"seccom…',
    ),
  ],
  'has a sysctl': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.securityContext: is {"fsGroup":10001,"fsGroupChangePolicy":"OnRootMismatch","runAsGroup":10001,"runAsNonRoot":true,"runAsUser":10001,"seccom…, and Corral renders {"fsGroup":10001,"fsGroupChangePolicy":"OnRootMismatch","runAsGroup":10001,"runAsNonRoot":true,"runAsUser":10001,"seccom…',
    ),
  ],
  'has a container to debug with': [
    `Deployment llm-serving/llama-3 spec.template.spec.ephemeralContainers[0].image: 'busybox' can move.\n  fix: write repository:tag@sha256:… with the digest of the index\n  [ImagePinned]`,
    'Deployment llm-serving/llama-3 spec.template.spec.ephemeralContainers[0].securityContext.allowPrivilegeEscalation: nothing is not restricted.\n  fix: set it to false\n  [PodSecurityRestricted]',
    `Deployment llm-serving/llama-3 spec.template.spec.ephemeralContainers[0].securityContext.capabilities.drop: [] is not restricted.\n  fix: drop 'ALL'\n  [PodSecurityRestricted]`,
    'Deployment llm-serving/llama-3 spec.template.spec.ephemeralContainers[0].securityContext.readOnlyRootFilesystem: nothing leaves the root file system writable.\n  fix: set it to true, and mount a volume wherever the image writes\n  [LeastPrivilege]',
  ],
  'has one more container': [
    `ResourceQuota llm-serving/quota spec.hard['requests.cpu']: '36' is less than the 38 that the namespace needs with all replicas and a rollout under way.\n  fix: allow 38, or fewer replicas\n  [QuotaFits]`,
    planned(`Deployment llm-serving/llama-3 spec.template.spec.containers[1]: is 'more', and Corral renders nothing`),
  ],
  'has no stager': [
    planned(
      `Deployment llm-serving/llama-3 spec.template.spec.initContainers[0]: is nothing, and Corral renders 'stager'`,
    ),
  ],
  'mounts a folder of the node': [
    `Deployment llm-serving/llama-3 spec.template.spec.volumes[3].hostPath: 'more' is not restricted.\n  fix: one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret\n  [PodSecurityRestricted]`,
  ],
  'mounts a Secret': [
    'Deployment llm-serving/llama-3 spec.template.spec.volumes[3].secret.secretName: there is no Secret llm-serving/a.\n  fix: declare it in prerequisites, or remove the reference\n  [ReferencesResolve]',
  ],
  'mounts a token for others': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.volumes[3]: is {"name":"more","projected":{"sources":[{"serviceAccountToken":{"audience":"a","path":"token"}}]}}, and Corral renders nothing',
    ),
  ],
  'mounts by a driver': [
    'Deployment llm-serving/llama-3 spec.template.spec.volumes[3].csi.driver: there is no CSIDriver secrets-store.csi.k8s.io.\n  fix: declare it in prerequisites, or remove the reference\n  [ReferencesResolve]',
  ],
  'mounts the store': [
    'Deployment llm-serving/llama-3 spec.template.spec.volumes[3].persistentVolumeClaim.claimName: there is no PersistentVolumeClaim llm-serving/model-store.\n  fix: name it in pods.volumes of the model, or remove the reference\n  [ReferencesResolve]',
  ],
  'mounts by NFS': [
    `Deployment llm-serving/llama-3 spec.template.spec.volumes[3].nfs: 'more' is not restricted.\n  fix: one of configMap, csi, downwardAPI, emptyDir, ephemeral, image, persistentVolumeClaim, projected, secret\n  [PodSecurityRestricted]`,
  ],
  'may write its weights': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts[0].readOnly: nothing lets the engine change its weights.\n  fix: set it to true\n  [EngineExposure]',
    planned(
      `Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts['/models']: is {"mountPath":"/models","name":"weights"}, and Corral renders {"mountPath":"/models","name":"weights","readOnly":true}`,
    ),
    planned(
      `Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts['/etc/corral']: is {"mountPath":"/etc/corral","name":"programs"}, and Corral renders {"mountPath":"/etc/corral","name":"programs","readOnly":true}`,
    ),
  ],
  'mounts its weights once more': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts[3]: is {"name":"weights","mountPath":"/more"}, and Corral renders nothing',
    ),
  ],
  'mounts for others': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeMounts[3]: is {"name":"tmp","mountPath":"/more","mountPropagation":"Bidirectional"}, and Corral renders nothing',
    ),
  ],
  'has a block device': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].volumeDevices: is [{"name":"weights","devicePath":"/dev/a"}], and Corral renders nothing',
    ),
  ],
  'lets the weights server write the store': [
    'Deployment model-store/weights-server spec.template.spec.containers[0].volumeMounts[0].readOnly: nothing lets a serving container write to the claim.\n  fix: set it to true\n  [StoreMounts]',
    planned(
      `Deployment model-store/weights-server spec.template.spec.containers[0].volumeMounts['/store']: is {"mountPath":"/store","name":"store"}, and Corral renders {"mountPath":"/store","name":"store","readOnly":true}`,
    ),
    planned(
      `Deployment model-store/weights-server spec.template.spec.containers[0].volumeMounts['/etc/corral']: is {"mountPath":"/etc/corral","name":"programs"}, and Corral renders {"mountPath":"/etc/corral","name":"programs","readOnly":true}`,
    ),
  ],
  'reads a variable from a Secret': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].env[4].valueFrom.secretKeyRef.name: there is no Secret llm-serving/a.\n  fix: declare it in prerequisites, or remove the reference\n  [ReferencesResolve]',
  ],
  'reads all of a Secret': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].envFrom[0].secretRef.name: there is no Secret llm-serving/a.\n  fix: declare it in prerequisites, or remove the reference\n  [ReferencesResolve]',
  ],
  'writes a token out': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].env[4].value: writes HF_TOKEN out.\n  fix: keep it in a Secret that you create yourself, declare that Secret in prerequisites, and mount it as a file\n  [NoSecretData]',
    `Deployment llm-serving/llama-3 spec.template.spec.containers[0].env[4]: HF_TOKEN may not be 'x': it sets a flag or a debug mode of llama-server beside its arguments.\n  fix: leave it to Corral\n  [EngineFlags]`,
  ],
  'has a forbidden flag': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].args: --slots may not be given: it shows the prompts of other tenants.\n  fix: leave it out\n  [EngineFlags]',
  ],
  'has another context': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].args: is ["--model","/models/gguf/llama-3.1-8b-instruct/Q4_K_M/Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf","--alias","llama-3","--hos…, and Corral renders ["--model","/models/gguf/llama-3.1-8b-instruct/Q4_K_M/Meta-Llama-3.1-8B-Instruct-Q4_K_M.gguf","--alias","llama-3","--hos…',
    ),
  ],
  'runs a shell': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].command: is ["sh","-c","id"], and Corral renders ["/app/llama-server"]',
    ),
  ],
  'runs another image': [
    `Deployment llm-serving/llama-3 spec.template.spec.containers[0].image: 'docker.io/library/busybox:1' can move.\n  fix: write repository:tag@sha256:… with the digest of the index\n  [ImagePinned]`,
  ],
  'has a hook at its start': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].lifecycle: is {"preStop":{"exec":{"command":["/bin/sh","/etc/corral/llama-server-drain.sh"]}},"postStart":{"exec":{"command":["id"]}}}, and Corral renders {"preStop":{"exec":{"command":["/bin/sh","/etc/corral/llama-server-drain.sh"]}}}',
    ),
  ],
  'has another hook at its end': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].lifecycle: is {"preStop":{"exec":{"command":["true"]}}}, and Corral renders {"preStop":{"exec":{"command":["/bin/sh","/etc/corral/llama-server-drain.sh"]}}}',
    ),
  ],
  'does not drain': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].lifecycle: is {"preStop":{"sleep":{"seconds":1}}}, and Corral renders {"preStop":{"exec":{"command":["/bin/sh","/etc/corral/llama-server-drain.sh"]}}}',
    ),
  ],
  'has less time to end': [
    'Deployment llm-serving/llama-3 spec.template.spec.terminationGracePeriodSeconds: 1 s is less than a drain of 34 s and 15 s to end.\n  fix: at least 49\n  [Termination]',
  ],
  'has no probes': [
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].startupProbe: there is none.\n  fix: add one: startup waits for the weights, readiness for an answer, liveness for a port\n  [Probes]',
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].readinessProbe: there is none.\n  fix: add one: startup waits for the weights, readiness for an answer, liveness for a port\n  [Probes]',
    'Deployment llm-serving/llama-3 spec.template.spec.containers[0].livenessProbe: there is none.\n  fix: add one: startup waits for the weights, readiness for an answer, liveness for a port\n  [Probes]',
  ],
  'has no probe at the weights server': [
    planned(
      'Deployment model-store/weights-server spec.template.spec.containers[0].livenessProbe: is nothing, and Corral renders {"failureThreshold":6,"httpGet":{"path":"/healthz","port":"http"},"periodSeconds":20,"timeoutSeconds":5}',
    ),
  ],
  'has more GPUs': [
    `Deployment llm-serving/llama-3 spec.template.spec.containers[0].args: --device is 'CUDA0', and the container has 8 GPUs.\n  fix: write --device CUDA0,CUDA1,CUDA2,CUDA3,CUDA4,CUDA5,CUDA6,CUDA7: without it a server that finds no GPU serves on the CPU\n  [EngineFlags]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.nvidia.com/gpu']: '10' is less than the 34 that the namespace needs with all replicas and a rollout under way.\n  fix: allow 34, or fewer replicas\n  [QuotaFits]`,
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].resources: is {"requests":{"cpu":"1","memory":"#Gi","ephemeral-storage":"#Gi","nvidia.com/gpu":"8"},"limits":{"memory":"#Gi","ephemera…, and Corral renders {"limits":{"cpu":"4","ephemeral-storage":"#Mi","memory":"#Mi","nvidia.com/gpu":"1"},"requests":{"cpu":"4","ephemer…',
    ),
  ],
  'has a GPU of another vendor': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.containers[0].resources: is {"limits":{"cpu":"4","ephemeral-storage":"#Mi","memory":"#Mi","nvidia.com/gpu":"1","amd.com/gpu":"1"},"requests":{…, and Corral renders {"limits":{"cpu":"4","ephemeral-storage":"#Mi","memory":"#Mi","nvidia.com/gpu":"1"},"requests":{"cpu":"4","ephemer…',
    ),
  ],
  'claims a device': [
    `Deployment llm-serving/llama-3 spec.template.spec.resourceClaims[0].resourceClaimTemplateName: there is no ResourceClaimTemplate llm-serving/gpu.\n  fix: name one that the environment has, or remove the reference\n  [ReferencesResolve]`,
  ],
  'claims a device that nothing names': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.resourceClaims: is [{"name":"gpu"}], and Corral renders nothing',
    ),
  ],
  'has resources as a pod': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.resources: is {"limits":{"cpu":"64"}}, and Corral renders nothing',
    ),
  ],
  'goes to one node': [
    planned(`Deployment llm-serving/llama-3 spec.template.spec.nodeName: is 'a', and Corral renders nothing`),
  ],
  'goes to every node': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.tolerations: is [{"operator":"Exists"}], and Corral renders [{"effect":"NoSchedule","key":"nvidia.com/gpu","operator":"Exists"}]',
    ),
  ],
  'goes to other nodes': [
    planned(
      'Deployment llm-serving/llama-3 spec.template.spec.affinity: is nothing, and Corral renders {"nodeAffinity":{"preferredDuringSchedulingIgnoredDuringExecution":[{"preference":{"matchExpressions":[{"key":"node.kube…',
    ),
  ],
  'goes by another scheduler': [
    planned(`Deployment llm-serving/llama-3 spec.template.spec.schedulerName: is 'a', and Corral renders nothing`),
  ],
  'pushes everybody out': [
    planned(
      `Deployment llm-serving/llama-3 spec.template.spec.priorityClassName: is 'system-node-critical', and Corral renders 'llm-interactive'`,
    ),
  ],
  'has another runtime': [
    planned(
      `Deployment llm-serving/llama-3 spec.template.spec.runtimeClassName: is nothing, and Corral renders 'nvidia'`,
    ),
  ],
  'has more replicas': [planned('Deployment model-store/weights-server spec.replicas: is 20, and Corral renders 2')],
  'is paused': [planned('Deployment llm-serving/llama-3 spec.paused: is true, and Corral renders nothing')],
  surges: [
    'Deployment llm-serving/llama-3 spec.strategy: {"rollingUpdate":{"maxSurge":"100%","maxUnavailable":0},"type":"RollingUpdate"} is not what the plan proved.\n  fix: write {"type":"RollingUpdate","rollingUpdate":{"maxSurge":1,"maxUnavailable":0}}\n  [Rollout]',
  ],
  'surges by a text': [
    "Deployment llm-serving/llama-3 spec.strategy.rollingUpdate.maxSurge: 'abc' is of the wrong type.\n  fix: write a whole number from 0 to 2147483647, or a percentage\n  [FieldTypes]",
  ],
  'keeps a part of a fleet as it was': [
    planned(
      'StatefulSet llm-serving/ollama spec.updateStrategy: is {"type":"RollingUpdate","rollingUpdate":{"partition":1}}, and Corral renders {"type":"RollingUpdate"}',
    ),
  ],
  'has a fleet without end': [
    `ResourceQuota llm-serving/quota spec.hard['limits.memory']: '#Gi' is less than the #Mi that the namespace needs with all replicas and a rollout under way.\n  fix: allow #Mi, or fewer replicas\n  [QuotaFits]`,
    `ResourceQuota llm-serving/quota spec.hard['pods']: '13' is less than the 2147483653 that the namespace needs with all replicas and a rollout under way.\n  fix: allow 2147483653, or fewer replicas\n  [QuotaFits]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.cpu']: '36' is less than the 4294967314 that the namespace needs with all replicas and a rollout under way.\n  fix: allow 4294967314, or fewer replicas\n  [QuotaFits]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.memory']: '#Gi' is less than the #Mi that the namespace needs with all replicas and a rollout under way.\n  fix: allow #Mi, or fewer replicas\n  [QuotaFits]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.nvidia.com/gpu']: '10' is less than the 2147483652 that the namespace needs with all replicas and a rollout under way.\n  fix: allow 2147483652, or fewer replicas\n  [QuotaFits]`,
    planned('StatefulSet llm-serving/ollama spec.replicas: is 2147483647, and Corral renders 1'),
  ],
  'blocks drains': [
    'PodDisruptionBudget llm-serving/llama-3 spec.maxUnavailable: 0 can block a drain for ever.\n  fix: at least 1\n  [Rollout]',
  ],
  'protects nothing': [
    planned(`PodDisruptionBudget llm-serving/llama-3 spec.maxUnavailable: is '100%', and Corral renders 1`),
  ],
  'scales without end': [
    `ResourceQuota llm-serving/quota spec.hard['limits.memory']: '#Gi' is less than the #Mi that the namespace needs with all replicas and a rollout under way.\n  fix: allow #Mi, or fewer replicas\n  [QuotaFits]`,
    `ResourceQuota llm-serving/quota spec.hard['pods']: '13' is less than the 1005 that the namespace needs with all replicas and a rollout under way.\n  fix: allow 1005, or fewer replicas\n  [QuotaFits]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.cpu']: '36' is less than the 4014 that the namespace needs with all replicas and a rollout under way.\n  fix: allow 4014, or fewer replicas\n  [QuotaFits]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.memory']: '#Gi' is less than the #Mi that the namespace needs with all replicas and a rollout under way.\n  fix: allow #Mi, or fewer replicas\n  [QuotaFits]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.nvidia.com/gpu']: '10' is less than the 1004 that the namespace needs with all replicas and a rollout under way.\n  fix: allow 1004, or fewer replicas\n  [QuotaFits]`,
    planned('HorizontalPodAutoscaler llm-serving/llama-3 spec.maxReplicas: is 1000, and Corral renders 2'),
  ],
  'has no quota': [
    planned(
      'ResourceQuota llm-serving/quota spec.hard: is nothing, and Corral renders {"limits.memory":"#Gi","pods":"13","requests.cpu":"36","requests.memory":"#Gi","requests.nvidia.com/gpu":"10"}',
    ),
  ],
  'has a larger quota': [
    planned(
      'ResourceQuota llm-serving/quota spec.hard: is {"limits.memory":"#Gi","pods":"1k","requests.cpu":"36","requests.memory":"#Gi","requests.nvidia.com/gpu":"10"}, and Corral renders {"limits.memory":"#Gi","pods":"13","requests.cpu":"36","requests.memory":"#Gi","requests.nvidia.com/gpu":"10"}',
    ),
  ],
  'has a quota for some pods': [
    `ResourceQuota llm-serving/quota spec.hard['limits.memory']: cannot be counted in scope BestEffort.\n  fix: put it into a quota without scopes\n  [QuotaKeys]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.cpu']: cannot be counted in scope BestEffort.\n  fix: put it into a quota without scopes\n  [QuotaKeys]`,
    `ResourceQuota llm-serving/quota spec.hard['requests.memory']: cannot be counted in scope BestEffort.\n  fix: put it into a quota without scopes\n  [QuotaKeys]`,
    planned('ResourceQuota llm-serving/quota spec.scopes: is ["BestEffort"], and Corral renders nothing'),
  ],
  'has no defaults': [
    planned(
      'LimitRange llm-serving/limits spec.limits: is [], and Corral renders [{"default":{"memory":"#Mi"},"defaultRequest":{"cpu":"100m","memory":"#Mi"},"type":"Container"}]',
    ),
  ],
  'lowers the security of its pods': [
    `Namespace llm-serving metadata.labels['pod-security.kubernetes.io/enforce']: 'privileged' is not 'restricted'.\n  fix: write 'restricted'\n  [NamespaceLabels]`,
  ],
  'only audits the cap on GPUs': [
    planned(
      'ValidatingAdmissionPolicyBinding llm-serving-gpu-cap spec.validationActions: is ["Audit"], and Corral renders ["Deny"]',
    ),
  ],
  'caps GPUs for some pods': [
    planned(
      'ValidatingAdmissionPolicyBinding llm-serving-gpu-cap spec.matchResources: is {"objectSelector":{"matchLabels":{"a":"b"}}}, and Corral renders nothing',
    ),
  ],
  'ignores a cap that fails': [
    planned(`ValidatingAdmissionPolicy llm-serving-gpu-cap spec.failurePolicy: is 'Ignore', and Corral renders 'Fail'`),
  ],
  'caps nothing': [
    planned(
      `ValidatingAdmissionPolicy llm-serving-gpu-cap spec.validations: is [{"expression":"true"}], and Corral renders [{"expression":"(variables.beside + variables.before).all(l, l.all(r, !r.contains('/') || r in variables.cap))","message…`,
    ),
  ],
  'makes batch stronger': [planned('PriorityClass llm-batch value: is 999999999, and Corral renders 1000')],
  'is the class of everybody': [planned('PriorityClass llm-batch globalDefault: is true, and Corral renders nothing')],
  'mounts the store otherwise': [
    planned(
      'StorageClass model-store-nfs mountOptions: is ["nolock"], and Corral renders ["hard","nfsvers=4.1","timeo=600","retrans=2","noatime"]',
    ),
  ],
  'deletes the store': [
    planned(`StorageClass model-store-nfs reclaimPolicy: is 'Delete', and Corral renders 'Retain'`),
  ],
  'is the class of every claim': [
    planned(
      `StorageClass model-store-nfs metadata.annotations['storageclass.kubernetes.io/is-default-class']: makes the class that of every claim without one`,
    ),
  ],
  'opens the pods of the collector': [
    'CronJob model-store/collector spec.jobTemplate.spec.template.spec.hostNetwork: true is not restricted.\n  fix: leave it out\n  [PodSecurityRestricted]',
  ],
  'runs the collector without end': [
    'CronJob model-store/collector spec.jobTemplate.spec.activeDeadlineSeconds: there is none: a Job that hangs never ends.\n  fix: say how long it may take\n  [Jobs]',
  ],
  'has an owner': [
    planned(
      'Deployment llm-serving/llama-3 metadata.ownerReferences: is [{"apiVersion":"v1","kind":"ConfigMap","name":"a","uid":"b"}], and Corral renders nothing',
    ),
  ],
  ...further,
};
