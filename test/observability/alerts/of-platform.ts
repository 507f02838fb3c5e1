/** What all workloads share: the store, the quota, nodes, rollouts. */
import { inServing, inStore, labelled, pods, scraped, type Situation } from './situation';

const quota = (resource: string, type: string): string =>
  inServing('kube_resourcequota', { resourcequota: 'quota', resource, type });
const claim = { persistentvolumeclaim: 'model-store' } as const;
const room = (available: string): Readonly<Record<string, string>> => ({
  [inStore('kubelet_volume_stats_available_bytes', claim)]: available,
  [inStore('kubelet_volume_stats_capacity_bytes', claim)]: '1000x60',
});
const pressure = (node: string): string =>
  labelled('kube_node_status_condition', { node, condition: 'DiskPressure', status: 'true' });

const hours = (count: number): number => 60 * count;
const ended = (cronjob: string): string => inStore('kube_cronjob_status_last_successful_time', { cronjob });
const made = (cronjob: string): string => inStore('kube_cronjob_created', { cronjob });

export const ofPlatform: readonly Situation[] = [
  {
    about: 'BackupTooOld',
    when: 'the last copy ended well 39 hours ago',
    series: { [ended('backup-store')]: '0x300', [made('backup-store')]: '0x300' },
    every: 60,
    after: hours(39),
    fires: ['ticket BackupTooOld'],
  },
  {
    about: 'BackupTooOld',
    when: 'no copy has ever ended well',
    series: { [made('backup-store')]: '0x300' },
    every: 60,
    after: hours(39),
    fires: ['ticket BackupTooOld'],
  },
  {
    about: 'BackupTooOld',
    when: 'the last copy ended well 19 hours ago, and a CronJob of others never did',
    series: { [ended('backup-store')]: '0x19 72000x280', [made('report')]: '0x300' },
    every: 60,
    after: hours(39),
    fires: [],
  },
  {
    about: 'BackupNotChecked',
    when: 'the last check ended well nine days ago',
    series: { [ended('backup-check')]: '0x300' },
    every: 60,
    after: hours(217),
    fires: ['ticket BackupNotChecked'],
  },
  {
    about: 'BackupNotChecked',
    when: 'the last check ended well a week ago',
    series: { [ended('backup-check')]: '0x300' },
    every: 60,
    after: hours(168),
    fires: [],
  },
  {
    about: 'LoaderFailed',
    when: 'a loader gives up',
    series: { [inStore('kube_job_failed', { job_name: 'load-smol-1b9acf18', condition: 'true' })]: '0x3 1x20' },
    after: 6,
    fires: ['ticket LoaderFailed'],
  },
  {
    about: 'LoaderFailed',
    when: 'a loader ends well, and the Job of others fails',
    series: {
      [inStore('kube_job_failed', { job_name: 'load-smol-1b9acf18', condition: 'true' })]: '0x20',
      [inStore('kube_job_failed', { job_name: 'report', condition: 'true' })]: '1x20',
    },
    after: 10,
    fires: [],
  },
  {
    about: 'WeightsServerDown',
    when: 'no weights server is available for a quarter of an hour',
    series: { [inStore('kube_deployment_status_replicas_available', { deployment: 'weights-server' })]: '0x20' },
    after: 15,
    fires: ['ticket WeightsServerDown'],
  },
  {
    about: 'WeightsServerDown',
    when: 'it is replaced',
    series: { [inStore('kube_deployment_status_replicas_available', { deployment: 'weights-server' })]: '1 0x3 1x20' },
    after: 12,
    fires: [],
  },
  {
    about: 'StoreNearlyFull',
    when: 'half a percent is left',
    series: room('5x60'),
    after: 30,
    fires: ['ticket StoreNearlyFull'],
  },
  { about: 'StoreNearlyFull', when: 'half of it is left', series: room('500x60'), after: 30, fires: [] },
  {
    about: 'QuotaNearEnd',
    when: 'one GPU is left for hours, which a pod needs, and no CPU',
    series: {
      [quota('requests.nvidia.com/gpu', 'hard')]: '10x130',
      [quota('requests.nvidia.com/gpu', 'used')]: '9x130',
      [quota('requests.cpu', 'hard')]: '10x130',
      [quota('requests.cpu', 'used')]: '10x130',
    },
    after: 120,
    fires: ['ticket QuotaNearEnd'],
  },
  {
    about: 'QuotaNearEnd',
    when: 'a rollout needs all of it for half an hour',
    series: {
      [quota('requests.nvidia.com/gpu', 'hard')]: '10x130',
      [quota('requests.nvidia.com/gpu', 'used')]: '10x30 9x100',
    },
    after: 120,
    fires: [],
  },
  {
    about: 'RolloutStuck',
    when: 'a Deployment passed its progress deadline',
    series: {
      [inServing('kube_deployment_status_condition', {
        deployment: 'smol',
        condition: 'Progressing',
        status: 'false',
      })]: '0x3 1x20',
    },
    after: 6,
    fires: ['ticket RolloutStuck'],
  },
  {
    about: 'RolloutStuck',
    when: 'a Deployment makes progress',
    series: {
      [inServing('kube_deployment_status_condition', {
        deployment: 'smol',
        condition: 'Progressing',
        status: 'false',
      })]: '0x20',
    },
    after: 20,
    fires: [],
  },
  {
    about: 'PodsUnschedulable',
    when: 'a pod finds no node for half an hour',
    series: { [inServing('kube_pod_status_unschedulable', { pod: pods.smol })]: '1x40' },
    after: 30,
    fires: ['ticket PodsUnschedulable'],
  },
  {
    about: 'PodsUnschedulable',
    when: 'a pod of batch waits for room',
    series: { [inServing('kube_pod_status_unschedulable', { pod: pods.night })]: '1x60' },
    after: 60,
    fires: [],
  },
  {
    about: 'NodeDiskPressure',
    when: 'the disk of a node with our pods is nearly full',
    series: { [pressure('gpu-1')]: '1x20' },
    after: 10,
    fires: ['ticket NodeDiskPressure'],
  },
  {
    about: 'NodeDiskPressure',
    when: 'the disk of a node of others is',
    series: { [pressure('other')]: '1x20' },
    after: 10,
    fires: [],
  },
  {
    about: 'MetricsMissing',
    when: 'neither objects nor GPUs are scraped',
    series: {},
    without: [scraped['kube-state-metrics'], scraped['dcgm-exporter']],
    after: 20,
    fires: ['ticket MetricsMissing'],
  },
];
