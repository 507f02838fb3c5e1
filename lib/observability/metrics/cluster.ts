/**
 * Metrics of kube-state-metrics, which the cluster provides: the state of objects. Names and labels are those that its
 * documentation calls stable, of 2.16 to 2.20. Its monitor keeps the labels of the series (`honorLabels: true`).
 */
import { counter, gauge } from './metric';

const ofDeployment = 'deployment';
const ofAutoscaler = 'horizontalpodautoscaler';

export const clusterMetrics = {
  kube_pod_info: gauge('Pods and their nodes.', 'uid', 'node', 'created_by_kind', 'created_by_name'),
  kube_pod_status_phase: gauge('1: the pod is in the phase.', 'uid', 'phase'),
  kube_pod_status_ready: gauge('1: the pod is ready, or not, or it is unknown.', 'uid', 'condition'),
  kube_pod_status_unschedulable: gauge('1: no node has room for the pod.', 'uid'),
  kube_pod_container_status_restarts_total: counter('Restarts of a container.', 'uid'),
  kube_pod_init_container_status_restarts_total: counter('Restarts of an init container.', 'uid'),
  kube_pod_container_status_waiting_reason: gauge('1: the container waits for the reason.', 'uid', 'reason'),
  kube_pod_container_status_last_terminated_reason: gauge(
    '1: the container ended last for the reason.',
    'uid',
    'reason',
  ),
  kube_pod_container_resource_limits: gauge('Limits of a container.', 'uid', 'node', 'resource', 'unit'),
  kube_pod_container_resource_requests: gauge('Requests of a container.', 'uid', 'node', 'resource', 'unit'),
  kube_deployment_spec_replicas: gauge('Pods that a Deployment asks for.', ofDeployment),
  kube_deployment_status_replicas_available: gauge('Pods of a Deployment that are available.', ofDeployment),
  kube_deployment_status_replicas_unavailable: gauge('Pods that a Deployment lacks.', ofDeployment),
  kube_deployment_status_condition: gauge('1: the condition has the status.', ofDeployment, 'condition', 'status'),
  kube_statefulset_replicas: gauge('Pods that a StatefulSet asks for.', 'statefulset'),
  kube_statefulset_status_replicas_ready: gauge('Pods of a StatefulSet that are ready.', 'statefulset'),
  kube_job_failed: gauge('1: the Job has failed.', 'job_name', 'condition'),
  kube_job_status_failed: gauge('Pods of a Job that failed.', 'job_name', 'reason'),
  kube_job_status_succeeded: gauge('Pods of a Job that ended well.', 'job_name'),
  kube_cronjob_created: gauge('When the CronJob was made, in seconds since 1970.', 'cronjob'),
  kube_cronjob_spec_suspend: gauge('1: the CronJob is suspended.', 'cronjob'),
  kube_cronjob_status_last_successful_time: gauge(
    'When a Job of it last ended well, in seconds since 1970.',
    'cronjob',
  ),
  kube_resourcequota: gauge('A quota: `used` and `hard`.', 'resourcequota', 'resource', 'type'),
  kube_horizontalpodautoscaler_spec_max_replicas: gauge('Most pods of an autoscaler.', ofAutoscaler),
  kube_horizontalpodautoscaler_spec_min_replicas: gauge('Fewest pods of an autoscaler.', ofAutoscaler),
  kube_horizontalpodautoscaler_status_current_replicas: gauge('Pods that there are.', ofAutoscaler),
  kube_horizontalpodautoscaler_status_desired_replicas: gauge('Pods that the autoscaler wants.', ofAutoscaler),
  kube_poddisruptionbudget_status_pod_disruptions_allowed: gauge(
    'Pods that may be evicted now.',
    'poddisruptionbudget',
  ),
  kube_persistentvolumeclaim_status_phase: gauge('1: the claim is in the phase.', 'persistentvolumeclaim', 'phase'),
  kube_node_status_allocatable: gauge('What pods of a node may use.', 'node', 'resource', 'unit'),
  kube_node_status_condition: gauge('1: the condition has the status.', 'node', 'condition', 'status'),
} as const;
