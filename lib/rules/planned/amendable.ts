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
  // Rule `jobs` holds the tries and the end of a Job.
  Job: ['activeDeadlineSeconds', 'backoffLimit', 'template', 'ttlSecondsAfterFinished'],
  // Rule `network` holds every flow against the plan.
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
