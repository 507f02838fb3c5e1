/**
 * What an amendment may change without asking, by kind: everything else opens something, or is what the plan counted
 * on.
 */

/** Fields below `spec` of an object that an amendment may change; other rules judge them. */
export const amendableSpec: Readonly<Record<string, readonly string[]>> = {
  CronJob: [
    'schedule',
    'timeZone',
    'suspend',
    'successfulJobsHistoryLimit',
    'failedJobsHistoryLimit',
    'startingDeadlineSeconds',
    'jobTemplate',
  ],
  DaemonSet: ['minReadySeconds', 'revisionHistoryLimit', 'template'],
  Deployment: ['minReadySeconds', 'progressDeadlineSeconds', 'revisionHistoryLimit', 'template'],
  HorizontalPodAutoscaler: ['behavior', 'metrics'],
  // Rule `network` holds every flow against the plan, and a name by content is held by rule `jobs`.
  NetworkPolicy: ['egress', 'ingress'],
  // `ipFamilyPolicy: PreferDualStack` adds a family; in `ipFamilies` the first one must be that of a fixed address.
  Service: [
    'internalTrafficPolicy',
    'ipFamilyPolicy',
    'sessionAffinity',
    'sessionAffinityConfig',
    'trafficDistribution',
  ],
  StatefulSet: ['minReadySeconds', 'revisionHistoryLimit', 'template'],
};

/** Fields beside `metadata` and `spec` that an amendment may change. */
export const amendable: Readonly<Record<string, readonly string[]>> = {
  PriorityClass: ['description'],
  ServiceAccount: ['imagePullSecrets'],
  StorageClass: ['allowVolumeExpansion'],
};

/** Fields of a pod that an amendment may change; containers and volumes are compared one by one. */
export const amendablePod: readonly string[] = [
  'imagePullSecrets',
  'terminationGracePeriodSeconds',
  'topologySpreadConstraints',
];

/** Fields of a container that an amendment may change; variables and mounts are compared one by one. */
export const amendableContainer: readonly string[] = [
  'image',
  'imagePullPolicy',
  'livenessProbe',
  'readinessProbe',
  'startupProbe',
  'terminationMessagePath',
  'terminationMessagePolicy',
];

/** Volumes that an amendment may add: they show a pod what the namespace holds for it, or are its own. */
export const amendableVolumes: readonly string[] = ['configMap', 'downwardAPI', 'emptyDir'];

/** Folders of the images: what is mounted over them replaces programs and libraries. */
export const imageFolders: readonly string[] = [
  '/app',
  '/bin',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var',
];

/** Variables by which the system finds programs and libraries, in any image. */
export const loading = /^(LD_.*|PATH|ENV|BASH_ENV|GCONV_PATH|OPENSSL_(CONF|MODULES)|CUDA_INJECTION64_PATH)$/;

/** Values with which a label or an annotation turns something on. */
const on = /^(true|enabled|injected|yes|1)$/i;

/** Annotations and labels that give a pod, a Service, an account or a namespace more than its manifest says. */
export const opening: readonly { readonly form: RegExp; readonly value?: RegExp; readonly what: string }[] = [
  {
    form: /^(istio-injection|istio\.io\/rev|sidecar\.istio\.io\/inject|(config\.)?linkerd\.io\/inject|kuma\.io\/sidecar-injection|consul\.hashicorp\.com\/connect-inject)$/,
    value: /^(?!disabled$|false$)/,
    what: 'adds containers to the pods, which no rule judges',
  },
  {
    form: /^(vault\.hashicorp\.com\/agent-inject|sidecar\.opentelemetry\.io\/inject|instrumentation\.opentelemetry\.io\/inject-.*|dapr\.io\/enabled)$/,
    value: on,
    what: 'adds containers to the pods, which no rule judges',
  },
  { form: /^(cdi\.k8s\.io|nvidia\.cdi\.k8s\.io)\//, what: 'gives the pods devices that they do not ask for' },
  { form: /^io\.kubernetes\.cri-o\./, what: 'makes the container runtime open what the manifest does not show' },
  { form: /^tailscale\.com\/(expose|hostname|tags|funnel)$/, what: 'opens the Service to the outside' },
  { form: /^external-dns\.alpha\.kubernetes\.io\//, what: 'publishes the Service in DNS' },
  { form: /^(k8s\.v1\.cni\.cncf\.io|v1\.multus-cni\.io)\//, what: 'attaches a network that no NetworkPolicy judges' },
  { form: /^container\.apparmor\.security\.beta\.kubernetes\.io\//, what: 'sets the AppArmor profile of a container' },
  {
    form: /^(eks\.amazonaws\.com\/role-arn|iam\.gke\.io\/gcp-service-account|azure\.workload\.identity\/)/,
    what: 'gives the pods rights in the cloud',
  },
  { form: /^storageclass\.kubernetes\.io\/is-default-class$/, what: 'makes the class that of every claim without one' },
];
