/** Alerts and dashboards of GPUs, by the exporter of their vendor. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { dashboards, metricSources, ruleGroups } from '../../lib/observability';
import { planned, watched } from './alerts/fixture';
import { arc } from '../plan/fixtures/intel';

const onGpu = (gpu: string, change: object): EnvironmentInput => ({
  ...watched,
  nodePools: {
    ...watched.nodePools,
    gpu: { ...watched.nodePools.gpu, hardware: { ...watched.nodePools.gpu.hardware, gpu, ...change } },
  },
});
const vendors = {
  nvidia: watched,
  amd: onGpu('AMD-Instinct-MI300X', { deviceGroups: [992] }),
  intel: {
    ...onGpu(arc.product, { deviceGroups: [992] }),
    ollama: {},
    catalog: { ...watched.catalog, gpus: { [arc.product]: arc } },
  },
} as const;

const aboutGpus = (input: EnvironmentInput) => {
  const { plan, alerts } = planned(input);
  return ruleGroups(plan, alerts).flatMap((group) =>
    group.alerts
      .filter(({ name, labels }) => name.startsWith('Gpu') || labels?.['source']?.includes('exporter') === true)
      .map(({ name, expression, summary }) => ({ name, promql: expression.promql, summary })),
  );
};

describe('AMD', () => {
  const found = aboutGpus(vendors.amd);

  test('has the alerts that NVIDIA has, on metrics of its own exporter', () => {
    expect(found.map(({ name }) => name)).toEqual(aboutGpus(vendors.nvidia).map(({ name }) => name));
    expect(JSON.stringify(found)).not.toContain('DCGM');
    expect(found.find(({ name }) => name === 'GpuMemoryHigh')?.promql).toContain('gpu_used_vram{');
    expect(found.find(({ name }) => name === 'MetricsMissing')?.promql).toBe(
      'absent(gpu_used_vram{namespace="llm-serving"})',
    );
  });

  test('has a fault where the exporter says so, or where memory has new errors', () => {
    expect(found.find(({ name }) => name === 'GpuFault')).toEqual({
      name: 'GpuFault',
      promql:
        'gpu_health{namespace="llm-serving"} == 0 or changes(gpu_ecc_uncorrect_total{namespace="llm-serving"}[15m]) > 0',
      summary:
        'GPU {{ $labels.gpu_id }} of node {{ $labels.hostname }} is not healthy, or has new errors of its memory.',
    });
  });

  test('has a dashboard, whose series are those of its exporter', () => {
    const page = JSON.stringify(dashboards(planned(vendors.amd).plan).get('gpus'));
    expect(page).toContain('gpu_junction_temperature');
    expect(page).not.toContain('DCGM');
  });

  test('has gauges only, as the source of its exporter defines them', () => {
    expect(new Set(Object.values(metricSources['amd-metrics-exporter']).map(({ type }) => type))).toEqual(
      new Set(['gauge']),
    );
  });
});

test('Intel has no alert and no dashboard of GPUs, since no metrics of them are known', () => {
  expect(aboutGpus(vendors.intel)).toEqual([]);
  expect(dashboards(planned(vendors.intel).plan).get('gpus')).toBeUndefined();
});
