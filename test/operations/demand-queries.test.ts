/** The questions of KEDA, as Prometheus answers them: idle, asked, busy, and nothing while the gateway is not scraped. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { demandOf, type DemandExpressions } from '../../lib/observability';
import { toolPath } from '../../scripts/toolchain/tools';

const queries = demandOf({ gateway: 'llm-gateway', serving: 'llm-serving', workload: 'chat' });

const live = (pod: string, values: string) => ({
  series: `envoy_server_live{namespace="llm-gateway",pod="${pod}"}`,
  values,
});
const ofCluster = (name: string, values: string, pod = 'gateway-0', cluster = 'chat') => ({
  series: `envoy_cluster_${name}{namespace="llm-gateway",pod="${pod}",envoy_cluster_name="${cluster}"}`,
  values,
});
const ofEngine = (name: string, pod: string, values: string) => ({
  series: `llamacpp:${name}{namespace="llm-serving",pod="${pod}",workload="chat"}`,
  values,
});

interface Case {
  /** A value for each 15 seconds. */
  readonly input: readonly { readonly series: string; readonly values: string }[];
  readonly at?: string;
  /** `none`: the query has no answer. */
  readonly answers: Readonly<Record<keyof DemandExpressions, number | 'none'>>;
}

const idle = { asked: 0, requests: 0, waiting: 0, working: 0 };

const cases: Readonly<Record<string, Case>> = {
  'an idle model without a pod: no engine has a metric': {
    input: [
      live('gateway-0', '1x40'),
      ofCluster('upstream_cx_none_healthy', '0x40'),
      ofCluster('upstream_rq_active', '0x40'),
    ],
    answers: idle,
  },
  'a request that found no pod, counted in a series that was there': {
    input: [live('gateway-0', '1x40'), ofCluster('upstream_cx_none_healthy', '7x16 8x23')],
    answers: { ...idle, asked: 1 },
  },
  'a first request, with which its series begins': {
    input: [live('gateway-0', '1x40'), ofCluster('upstream_cx_none_healthy', '_x17 1x22')],
    answers: { ...idle, asked: 1 },
  },
  'many retries count as one': {
    input: [live('gateway-0', '1x40'), ofCluster('upstream_cx_none_healthy', '0+5x40')],
    answers: { ...idle, asked: 1 },
  },
  'a request of two minutes before is forgotten': {
    input: [live('gateway-0', '1x40'), ofCluster('upstream_cx_none_healthy', '_x4 3x35')],
    answers: idle,
  },
  'requests for another model': {
    input: [
      live('gateway-0', '1x40'),
      ofCluster('upstream_cx_none_healthy', '0+1x40', 'gateway-0', 'legal'),
      ofCluster('upstream_rq_active', '4x40', 'gateway-0', 'legal'),
    ],
    answers: idle,
  },
  'a busy model: all pods of the gateway and all engines are summed up': {
    input: [
      live('gateway-0', '1x40'),
      live('gateway-1', '1x40'),
      ofCluster('upstream_rq_active', '3x40'),
      ofCluster('upstream_rq_active', '2x40', 'gateway-1'),
      ofEngine('requests_deferred', 'chat-a', '1x40'),
      ofEngine('requests_deferred', 'chat-b', '0x40'),
      ofEngine('requests_processing', 'chat-a', '2x40'),
      ofEngine('requests_processing', 'chat-b', '2x40'),
    ],
    answers: { asked: 0, requests: 5, waiting: 1, working: 4 },
  },
  'one of two pods of the gateway is gone': {
    input: [
      live('gateway-0', '1x18 stale'),
      live('gateway-1', '1x40'),
      ofCluster('upstream_rq_active', '2x40', 'gateway-1'),
    ],
    answers: { ...idle, requests: 2 },
  },
  'the gateway is not scraped': {
    input: [live('gateway-0', '1x18 stale'), ofCluster('upstream_cx_none_healthy', '0x18 stale')],
    answers: { asked: 'none', requests: 'none', waiting: 'none', working: 'none' },
  },
};

let folder: string;
let promtool: string;
beforeAll(async () => {
  promtool = await toolPath('promtool');
  folder = mkdtempSync(join(tmpdir(), 'corral-demand-'));
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true }));

test.each(Object.entries(cases))('%s', (_, { input, at = '5m', answers }) => {
  const file = join(folder, 'test.json');
  writeFileSync(
    file,
    JSON.stringify({
      rule_files: [],
      evaluation_interval: '15s',
      tests: [
        {
          interval: '15s',
          input_series: input,
          promql_expr_test: Object.entries(answers).map(([name, value]) => ({
            expr: queries[name as keyof DemandExpressions].promql,
            eval_time: at,
            exp_samples: value === 'none' ? [] : [{ labels: '{}', value }],
          })),
        },
      ],
    }),
  );
  const run = (): string => execFileSync(promtool, ['test', 'rules', file], { encoding: 'utf8', stdio: 'pipe' });
  expect(run).not.toThrow();
});
