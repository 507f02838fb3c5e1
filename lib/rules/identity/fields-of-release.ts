/** Refuses fields, values and kinds that the release of the cluster does not serve. */
import { type UnservedField, unservedFields } from '../../kubernetes/read';
import type { Evidence } from '../evidence';
import { shown, type Finding, type Rule } from '../rule';

function found({ field, value, since }: UnservedField, release: string): string {
  const what = value === undefined ? 'the field' : shown(value);
  if (since !== undefined) return `${what} needs Kubernetes ${since}, and the environment states ${release}`;
  return field === 'apiVersion'
    ? `no release of Kubernetes that Corral supports serves ${what} by default`
    : `${what} is off by default in every release of Kubernetes that Corral supports`;
}

function fix({ field, since }: UnservedField): string {
  if (since !== undefined) return `leave it out, or upgrade the cluster and set cluster.kubernetes: '${since}'`;
  return field === 'apiVersion' ? 'use a stable version of the kind, or leave it out' : 'leave it out';
}

function check({ all, plan }: Evidence): Finding[] {
  const release = plan.environment.cluster.kubernetes;
  return all.flatMap(({ manifest }) =>
    unservedFields(manifest, release).map((each) => ({
      manifest,
      field: each.field,
      found: found(each, release),
      fix: fix(each),
    })),
  );
}

export const fieldsOfRelease: Rule = {
  name: 'fields-of-release',
  promise: 'No object has a field, a value or a kind that the release of the cluster does not serve.',
  cluster:
    'The server drops such a field without an error or a warning, and answers that it does not know such a kind. ' +
    'test/versions/releases.test.ts compares every row with three releases.',
  check,
};
