/** What KEDA must bring before it can scale: the definition of what is drawn, and an API that answers. */
import { expect, test } from '@jest/globals';
import { formatDifference } from '../../lib/internal';
import { kedaEnvironment } from '../scaling/environment';
import { changing, compared, metricsApi, servedWithout, without, type Change } from './support/declared';

const said = (...changes: readonly Change[]): readonly string[] =>
  compared(kedaEnvironment, ...changes)
    .differences.map(formatDifference)
    .filter((text) => /keda|external\.metrics/.test(text));

const group = 'external.metrics.k8s.io';

test('with KEDA nothing differs', () => {
  expect(said()).toEqual([]);
});

test('without KEDA, both are reported', () => {
  expect(said(servedWithout('keda.sh'), without('APIService', `v1beta1.${group}`))).toEqual([
    'test: declared ScaledObject of keda.sh/v1alpha1; found no group keda.sh.\n  fix: install KEDA\n  [ApiNotServed]',
    "test.cluster.metrics: declared external.metrics.k8s.io, served by keda; found no APIService of external.metrics.k8s.io.\n  fix: install KEDA · metrics: 'none', with a fixed number of replicas for each model\n  [MetricsApiMissing]",
  ]);
});

test('an adapter that does not answer', () => {
  const broken = metricsApi(group, 'False', 'no endpoints available.');
  expect(said(changing('APIService', `v1beta1.${group}`, () => broken))).toEqual([
    'test.cluster.metrics: declared external.metrics.k8s.io, served by keda; found v1beta1.external.metrics.k8s.io, which does not answer: no endpoints available.\n  fix: kubectl describe apiservice v1beta1.external.metrics.k8s.io\n  [MetricsApiMissing]',
  ]);
});
