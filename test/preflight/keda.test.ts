/** What KEDA must bring before it can scale: the definition of what is drawn, and an API that answers. */
import { expect, test } from '@jest/globals';
import { formatDifference, type LiveObject } from '../../lib/internal';
import { kedaEnvironment } from '../scaling/environment';
import { adding, compared, servedWithout, serving, type Change } from './support/declared';

const said = (...changes: readonly Change[]): readonly string[] =>
  compared(kedaEnvironment, ...changes)
    .differences.map(formatDifference)
    .filter((text) => /keda|external\.metrics/.test(text));

const api = (status: string, message?: string): LiveObject => ({
  apiVersion: 'apiregistration.k8s.io/v1',
  kind: 'APIService',
  metadata: { name: 'v1beta1.external.metrics.k8s.io' },
  spec: { group: 'external.metrics.k8s.io' },
  status: { conditions: [{ type: 'Available', status, message }] },
});
const installed = serving({ 'keda.sh': ['v1alpha1'] });

test('with KEDA nothing differs', () => {
  expect(said(installed, adding(api('True')))).toEqual([]);
});

test('without KEDA, both are reported', () => {
  expect(said(servedWithout('keda.sh'))).toEqual([
    'test: declared ScaledObject of keda.sh/v1alpha1; found no group keda.sh.\n  fix: install KEDA\n  [ApiNotServed]',
    "test.cluster.metrics: declared external.metrics.k8s.io, served by keda; found no APIService of external.metrics.k8s.io.\n  fix: install KEDA · metrics: 'none', with a fixed number of replicas for each model\n  [MetricsApiMissing]",
  ]);
});

test('an adapter that does not answer', () => {
  expect(said(installed, adding(api('False', 'no endpoints available.')))).toEqual([
    'test.cluster.metrics: declared external.metrics.k8s.io, served by keda; found v1beta1.external.metrics.k8s.io, which does not answer: no endpoints available.\n  fix: kubectl describe apiservice v1beta1.external.metrics.k8s.io\n  [MetricsApiMissing]',
  ]);
});
