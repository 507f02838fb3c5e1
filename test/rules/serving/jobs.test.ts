import { jobs } from '../../../lib/rules/serving/jobs';
import { add, cases, set } from '../fixtures/verdict';

const job = 'Job model-store/load-qwen-0a1b2c3d';
const tries = 'backoffLimit: there is none; say how often it may try again';
const hangs = 'activeDeadlineSeconds: there is none: a Job that hangs hangs for ever; say how long it may take';
const gone = 'ttlSecondsAfterFinished: 0 s after its end the Job is gone, and the next apply runs it again; leave it out: the previous Job is pruned when its name changes';
const named = (name: string) => `Job model-store/${name} metadata.name: carries no hash of its content: a change of the Job would be refused; name it by \`hashedName\``;
const cron = (spec: object | undefined) => add('store', { apiVersion: 'batch/v1', kind: 'CronJob', metadata: { name: 'collect', namespace: 'model-store' }, spec });

cases(jobs, {
  'the Job of the platform': [[]],
  'no number of tries': [set(job, 'spec.backoffLimit', undefined), `${job} spec.${tries}`],
  'one try': [set(job, 'spec.backoffLimit', 0)],
  'no deadline': [set(job, 'spec.activeDeadlineSeconds', undefined), `${job} spec.${hangs}`],
  'gone when it is done': [set(job, 'spec.ttlSecondsAfterFinished', 0), `${job} spec.${gone}`],
  'a Job without a spec': [set(job, 'spec', undefined), `${job} spec.${tries}`, `${job} spec.${hangs}`],
  ...Object.fromEntries(['load-qwen', 'load-qwen-0a1b2c3', 'load-qwen-0a1b2c3dx', 'load-qwen-0a1b2c3g', 'load-qwen0a1b2c3d', 'load-qwen-0a1b2c3d-x'].map((name) => [
    `named ${name}`, [set(job, 'metadata.name', name), named(name)],
  ])),
  'a Job by the clock': [cron({ jobTemplate: { spec: { backoffLimit: 1, activeDeadlineSeconds: 1 } } })],
  'a Job by the clock that says nothing': [cron({ jobTemplate: { spec: { ttlSecondsAfterFinished: 0 } } }), ...[tries, hangs, gone].map((sentence) => `CronJob model-store/collect spec.jobTemplate.spec.${sentence}`)],
  'a Job by the clock without anything': [cron(undefined), ...[tries, hangs].map((sentence) => `CronJob model-store/collect spec.jobTemplate.spec.${sentence}`)],
  'a Job by the clock without a spec': [cron({ jobTemplate: {} }), ...[tries, hangs].map((sentence) => `CronJob model-store/collect spec.jobTemplate.spec.${sentence}`)],
});
