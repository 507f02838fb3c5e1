/** Manifests by their kind, with the type of its objects. */
import { expect, test } from '@jest/globals';
import { isKind, ofKind } from '../../../lib/kubernetes/read/is-kind';
import type { Manifest } from '../../../lib/kubernetes/read/manifest';

const job: Manifest = { apiVersion: 'batch/v1', kind: 'Job', metadata: { name: 'a' }, spec: { parallelism: 2 } };
const service: Manifest = { apiVersion: 'v1', kind: 'Service', metadata: { name: 'a' } };
const knative: Manifest = { apiVersion: 'serving.knative.dev/v1', kind: 'Service', metadata: { name: 'b' } };

test('a manifest is of a kind of its group, whatever the version', () => {
  expect(isKind(job, 'Job')).toBe(true);
  expect(isKind({ ...job, apiVersion: 'batch/v1beta1' }, 'Job')).toBe(true);
  expect(isKind(job, 'CronJob')).toBe(false);
  expect(isKind(knative, 'Service')).toBe(false);
});

test('what is found has the type of the kind', () => {
  expect(ofKind([service, knative, job], 'Service')).toEqual([service]);
  const [found] = ofKind([job], 'Job');
  const parallelism: number | undefined = found?.spec?.parallelism;
  // @ts-expect-error a Job has no replicas
  const replicas: unknown = found?.spec?.replicas;
  expect([parallelism, replicas]).toEqual([2, undefined]);
});
