/**
 * Refuses Jobs without an end, and Jobs and ConfigMaps whose names do not follow their content, so that a change
 * replaces nothing.
 */
import type { IJob } from 'kubernetes-models/batch/v1';
import { endsInHash, isNamedByContent } from '../../kubernetes/draw';
import type { Evidence, Seen } from '../evidence';
import { shown, type Finding, type Rule } from '../rule';

type JobSpec = NonNullable<IJob['spec']>;

function ofSpec(
  { manifest }: Seen,
  field: string,
  { backoffLimit, activeDeadlineSeconds, ttlSecondsAfterFinished }: Partial<JobSpec>,
): Finding[] {
  const finding = (key: string, found: string, fix: string): Finding => ({
    manifest,
    field: `${field}.${key}`,
    found,
    fix,
  });
  return [
    ...(backoffLimit === undefined ? [finding('backoffLimit', 'there is none', 'say how often it may try again')] : []),
    ...(activeDeadlineSeconds === undefined
      ? [finding('activeDeadlineSeconds', 'there is none: a Job that hangs never ends', 'say how long it may take')]
      : []),
    ...(ttlSecondsAfterFinished === undefined
      ? []
      : [
          finding(
            'ttlSecondsAfterFinished',
            `${ttlSecondsAfterFinished} s after its end the Job is gone, and the next apply runs it again`,
            'leave it out: the previous Job is pruned when its name changes',
          ),
        ]),
  ];
}

const byFields =
  'remove the amendment, and change the fields of the environment from which Corral renders this object and its name';

/** The name of a Job, and of a template of claims, must follow its spec: the server refuses a change of it. */
function nameOfSpec({ manifest }: Seen): Finding[] {
  const finding = (found: string, fix: string): Finding => ({ manifest, field: 'metadata.name', found, fix });
  const { name } = manifest.metadata;
  if (!endsInHash(name))
    return [
      finding(
        `has no hash of the spec: the server would refuse a change of the ${manifest.kind}`,
        'name it by `nameByContent`',
      ),
    ];
  return isNamedByContent(manifest)
    ? []
    : [
        finding(
          `the hash in the name is not that of the spec: a cluster that has this ${manifest.kind} refuses the change`,
          byFields,
        ),
      ];
}

/** The name of a ConfigMap with a hash must follow its data: pods are replaced when the name changes, and only then. */
function mapName({ manifest }: Seen): Finding[] {
  if (!endsInHash(manifest.metadata.name)) return [];
  const { immutable } = manifest;
  return [
    ...(isNamedByContent(manifest)
      ? []
      : [
          {
            manifest,
            field: 'metadata.name',
            found: 'the hash in the name is not that of the data: no pod would be replaced by the change',
            fix: byFields,
          },
        ]),
    ...(immutable === true
      ? []
      : [
          {
            manifest,
            field: 'immutable',
            found: `${shown(immutable)} lets the data change under its name`,
            fix: 'set it to true',
          },
        ]),
  ];
}

function check({ of }: Evidence): Finding[] {
  return [
    ...of('Job').flatMap((job) => [...ofSpec(job, 'spec', job.body.spec ?? {}), ...nameOfSpec(job)]),
    ...of('CronJob').flatMap((job) => ofSpec(job, 'spec.jobTemplate.spec', job.body.spec?.jobTemplate.spec ?? {})),
    ...of('ConfigMap').flatMap(mapName),
    ...of('ResourceClaimTemplate').flatMap(nameOfSpec),
  ];
}

export const jobs: Rule = {
  name: 'jobs',
  promise:
    'Jobs have an end and a number of tries; the names of Jobs, of templates of claims and of ConfigMaps with a hash follow their content.',
  cluster: 'The server refuses a change of a Job that keeps its name; the rest it takes.',
  check,
};
