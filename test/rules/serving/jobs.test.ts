import { jobs } from '../../../lib/rules/serving/jobs';
import { add, cases, set } from '../fixtures/verdict';

const job = 'Job model-store/load-qwen-fa953943';
const tries = 'backoffLimit: there is none; say how often it may try again';
const hangs = 'activeDeadlineSeconds: there is none: a Job that hangs never ends; say how long it may take';
const gone =
  'ttlSecondsAfterFinished: 0 s after its end the Job is gone, and the next apply runs it again; leave it out: the previous Job is pruned when its name changes';
const named = (name: string) =>
  `Job model-store/${name} metadata.name: has no hash of the spec: the server would refuse a change of the Job; name it by \`nameByContent\``;
const byFields =
  'remove the amendment, and change the fields of the environment from which Corral renders this object and its name';
const differs = `${job} metadata.name: the hash in the name is not that of the spec: a cluster that has this Job refuses the change; ${byFields}`;
const map = 'ConfigMap llm-serving/stage-1b9acf18';
const stale = `${map} metadata.name: the hash in the name is not that of the data: no pod would be replaced by the change; ${byFields}`;
const cron = (spec: object | undefined) =>
  add('store', {
    apiVersion: 'batch/v1',
    kind: 'CronJob',
    metadata: { name: 'collect', namespace: 'model-store' },
    spec,
  });

cases(jobs, {
  'the Job of the platform': [[]],
  'no number of tries': [set(job, 'spec.backoffLimit', undefined), `${job} spec.${tries}`, differs],
  'one try': [set(job, 'spec.backoffLimit', 0), differs],
  'no deadline': [set(job, 'spec.activeDeadlineSeconds', undefined), `${job} spec.${hangs}`, differs],
  'gone when it is done': [set(job, 'spec.ttlSecondsAfterFinished', 0), `${job} spec.${gone}`, differs],
  'a Job without a spec': [set(job, 'spec', undefined), `${job} spec.${tries}`, `${job} spec.${hangs}`, differs],
  ...Object.fromEntries(
    [
      'load-qwen',
      'load-qwen-0a1b2c3',
      'load-qwen-fa953943x',
      'load-qwen-0a1b2c3g',
      'load-qwen0a1b2c3d',
      'load-qwen-fa953943-x',
    ].map((name) => [`named ${name}`, [set(job, 'metadata.name', name), named(name)]]),
  ),
  'a Job by the clock': [cron({ jobTemplate: { spec: { backoffLimit: 1, activeDeadlineSeconds: 1 } } })],
  'a Job by the clock that says nothing': [
    cron({ jobTemplate: { spec: { ttlSecondsAfterFinished: 0 } } }),
    ...[tries, hangs, gone].map((sentence) => `CronJob model-store/collect spec.jobTemplate.spec.${sentence}`),
  ],
  'a Job by the clock without anything': [
    cron(undefined),
    ...[tries, hangs].map((sentence) => `CronJob model-store/collect spec.jobTemplate.spec.${sentence}`),
  ],
  'a Job by the clock without a spec': [
    cron({ jobTemplate: {} }),
    ...[tries, hangs].map((sentence) => `CronJob model-store/collect spec.jobTemplate.spec.${sentence}`),
  ],
  'another hash': [set(job, 'metadata.name', 'load-qwen-0a1b2c3d'), differs.replace('fa953943', '0a1b2c3d')],
  'another base': [set(job, 'metadata.name', 'load-gemma-fa953943'), differs.replace('load-qwen', 'load-gemma')],
  'another container': [set(job, 'spec.template.spec.containers[0].env[0].value', '/proxy'), differs],
  'other annotations and labels, which may change': [
    [set(job, 'metadata.annotations', { a: 'b' }), set(job, 'metadata.labels.team', 'a')],
  ],
  'another program': [set(map, "data['stage.sh']", 'curl --proxy'), stale],
  'one more program': [set(map, 'binaryData', { blob: 'AA==' }), stale],
  'a ConfigMap that may change': [
    set(map, 'immutable', undefined),
    `${map} immutable: nothing lets the data change under its name; set it to true`,
  ],
  'a ConfigMap without a hash': [
    add('qwen', {
      apiVersion: 'v1',
      kind: 'ConfigMap',
      metadata: { name: 'settings', namespace: 'llm-serving' },
      data: { a: 'b' },
    }),
  ],
});
