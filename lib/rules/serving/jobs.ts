/** Refuses Jobs that try for ever, cannot be replaced because they cannot change, or vanish before anybody sees how they ended. */
import type { IJob } from 'kubernetes-models/batch/v1';
import type { Evidence, Seen } from '../evidence';
import type { Finding, Rule } from '../rule';

type JobSpec = NonNullable<IJob['spec']>;

const endsInHash = /-[0-9a-f]{8}$/;

function ofSpec({ manifest }: Seen, field: string, { backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished }: Partial<JobSpec>): Finding[] {
  const finding = (key: string, found: string, fix: string): Finding => ({ manifest, field: `${field}.${key}`, found, fix });
  return [
    ...(backoffLimit === undefined ? [finding('backoffLimit', 'there is none', 'say how often it may try again')] : []),
    ...(activeDeadlineSeconds === undefined ? [finding('activeDeadlineSeconds', 'there is none: a Job that hangs hangs for ever', 'say how long it may take')] : []),
    ...(ttlSecondsAfterFinished === undefined ? [] : [finding(
      'ttlSecondsAfterFinished', `${ttlSecondsAfterFinished} s after its end the Job is gone, and the next apply runs it again`, 'leave it out: the previous Job is pruned when its name changes',
    )]),
  ];
}

function check({ of }: Evidence): Finding[] {
  return [
    ...of('Job').flatMap((job) => [
      ...ofSpec(job, 'spec', job.body.spec ?? {}),
      ...(endsInHash.test(job.manifest.metadata.name) ? [] : [{
        manifest: job.manifest, field: 'metadata.name', found: 'carries no hash of its content: a change of the Job would be refused', fix: 'name it by `hashedName`',
      }]),
    ]),
    ...of('CronJob').flatMap((job) => ofSpec(job, 'spec.jobTemplate.spec', job.body.spec?.jobTemplate.spec ?? {})),
  ];
}

export const jobs: Rule = {
  name: 'jobs',
  promise: 'Jobs have an end, a number of tries, and a name that follows their content.',
  cluster: 'The server refuses a change of a Job that keeps its name; the rest it takes.',
  check,
};
