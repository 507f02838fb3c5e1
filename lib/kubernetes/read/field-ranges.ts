/**
 * The numbers that fields of the API hold, where that is less than their type: what the API server validates, and what
 * it keeps. It takes 0 for some and writes its default instead; then 1 is the lowest. A test applies both ends of each
 * to the real API server.
 */

/** Both ends are allowed. */
export interface Range {
  readonly least: number;
  readonly most: number;
  /** What a text in place of the number must be, for fields that take either. */
  readonly text?: { readonly form: RegExp; readonly what: string };
}

export const int32 = { least: -(2 ** 31), most: 2 ** 31 - 1 } as const;
/** JSON carries whole numbers exactly up to here; int64 goes further. */
export const int64 = { least: Number.MIN_SAFE_INTEGER, most: Number.MAX_SAFE_INTEGER } as const;

const counting: Range = { least: 0, most: int32.most };
const fromOne: Range = { least: 1, most: int32.most };
const port: Range = { least: 1, most: 65_535 };
/** 0 leaves it to the server. */
const portOrNone: Range = { least: 0, most: 65_535 };
const userId: Range = { least: 0, most: int32.most };
const fileMode: Range = { least: 0, most: 0o777 };
const weight: Range = { least: 1, most: 100 };
const lun: Range = { least: 0, most: 255 };

/** A service name of IANA: at most 15 characters, at least one letter, no hyphen at an end or beside another. */
const portName = { form: /^(?=.{1,15}$)(?=.*[a-z])[a-z0-9]+(-[a-z0-9]+)*$/, what: 'the name of a port' } as const;
const portOrName: Range = { ...port, text: portName };
const countOrPercentage: Range = { ...counting, text: { form: /^\d{1,9}%$/, what: 'a percentage' } };
const countOrPart: Range = { ...counting, text: { form: /^(100|\d{1,2})%$/, what: 'a percentage of at most 100%' } };

/** Ranges by type and field. */
export const fieldRanges: ReadonlyMap<string, Range> = new Map(
  Object.entries({
    'ClientIPConfig.timeoutSeconds': { least: 1, most: 86_400 },
    'ConfigMapVolumeSource.defaultMode': fileMode,
    'ContainerPort.containerPort': port,
    'ContainerPort.hostPort': port,
    'DownwardAPIVolumeFile.mode': fileMode,
    'DownwardAPIVolumeSource.defaultMode': fileMode,
    'FCVolumeSource.lun': lun,
    'GRPCAction.port': port,
    'HPAScalingPolicy.periodSeconds': { least: 1, most: 1800 },
    'HPAScalingPolicy.value': fromOne,
    'HPAScalingRules.stabilizationWindowSeconds': { least: 0, most: 3600 },
    'HTTPGetAction.port': portOrName,
    'HorizontalPodAutoscalerSpec.maxReplicas': fromOne,
    'ISCSIPersistentVolumeSource.lun': lun,
    'ISCSIVolumeSource.lun': lun,
    'KeyToPath.mode': fileMode,
    'MetricTarget.averageUtilization': fromOne,
    'NetworkPolicyPort.endPort': port,
    'NetworkPolicyPort.port': portOrName,
    'PodDisruptionBudgetSpec.maxUnavailable': countOrPart,
    'PodDisruptionBudgetSpec.minAvailable': countOrPart,
    'PodSecurityContext.fsGroup': userId,
    'PodSecurityContext.runAsGroup': userId,
    'PodSecurityContext.runAsUser': userId,
    'PodSecurityContext.supplementalGroups': userId,
    'PodSpec.activeDeadlineSeconds': fromOne,
    'PodSpec.priority': int32,
    'PreferredSchedulingTerm.weight': weight,
    'PriorityClass.value': { least: int32.least, most: 1_000_000_000 },
    'Probe.failureThreshold': fromOne,
    'Probe.periodSeconds': fromOne,
    'Probe.successThreshold': fromOne,
    'Probe.terminationGracePeriodSeconds': { least: 1, most: int64.most },
    'Probe.timeoutSeconds': fromOne,
    'ProjectedVolumeSource.defaultMode': fileMode,
    'RollingUpdateDaemonSet.maxSurge': countOrPart,
    'RollingUpdateDaemonSet.maxUnavailable': countOrPart,
    'RollingUpdateDeployment.maxSurge': countOrPercentage,
    'RollingUpdateDeployment.maxUnavailable': countOrPart,
    'RollingUpdateStatefulSetStrategy.maxUnavailable': { ...countOrPart, least: 1 },
    'SecretVolumeSource.defaultMode': fileMode,
    'SecurityContext.runAsGroup': userId,
    'SecurityContext.runAsUser': userId,
    'ServiceAccountTokenProjection.expirationSeconds': { least: 600, most: 2 ** 32 },
    'ServicePort.nodePort': portOrNone,
    'ServicePort.port': port,
    'ServicePort.targetPort': portOrName,
    'ServiceSpec.healthCheckNodePort': portOrNone,
    'TCPSocketAction.port': portOrName,
    'Toleration.tolerationSeconds': int64,
    'TopologySpreadConstraint.maxSkew': fromOne,
    'TopologySpreadConstraint.minDomains': fromOne,
    'WeightedPodAffinityTerm.weight': weight,
  }),
);
