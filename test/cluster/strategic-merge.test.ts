/**
 * A patch of an amendment gives what `kubectl patch --type strategic` gives, which merges as the API server does. Only
 * the order of lists with a key differs: an amendment adds new entries at the end. kubectl has no directives for lists
 * without a key, which it replaces.
 */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { synthesise } from '../../lib';
import { mergePatch } from '../../lib/kubernetes/draw/amend/strategic-merge';
import { title, type Manifest } from '../../lib/kubernetes/read/manifest';
import { staging } from '../../overlays/staging';
import { toolPath } from '../../scripts/toolchain/tools';

const folder = mkdtempSync(join(tmpdir(), 'corral-strategic-'));
const manifests = synthesise(staging).charts.flatMap((chart) => chart.manifests);

let kubectl = '';
beforeAll(async () => {
  kubectl = await toolPath('kubectl');
}, 900_000);
afterAll(() => rmSync(folder, { recursive: true }));

/** Lists of objects in one order. */
function ordered(value: unknown): unknown {
  if (Array.isArray(value)) {
    const entries = value.map(ordered);
    return entries.every((each) => typeof each === 'object')
      ? entries.toSorted((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1))
      : entries;
  }
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([key, each]) => [key, ordered(each)]),
  );
}

function byKubectl(manifest: Manifest, patch: object): unknown {
  const file = join(folder, 'object.json');
  writeFileSync(file, JSON.stringify(manifest));
  const words = ['patch', '--local', '-f', file, '--type', 'strategic', '-p', JSON.stringify(patch), '-o', 'json'];
  return JSON.parse(execFileSync(kubectl, words, { encoding: 'utf8' }));
}

const ofPod = (spec: object) => ({ spec: { template: { spec } } });
const engine = (fields: object) => ofPod({ containers: [{ name: 'llama-server', ...fields }] });

test.each<[string, string, object]>([
  ['a variable is added', 'Deployment llm-serving/llama-3', engine({ env: [{ name: 'TZ', value: 'UTC' }] })],
  ['a variable is changed', 'Deployment llm-serving/llama-3', engine({ env: [{ name: 'DRAIN_PORT', value: '1' }] })],
  [
    'a variable is removed',
    'Deployment llm-serving/llama-3',
    engine({ env: [{ name: 'DRAIN_PORT', $patch: 'delete' }] }),
  ],
  [
    'the variables are replaced',
    'Deployment llm-serving/llama-3',
    engine({ env: [{ $patch: 'replace' }, { name: 'A', value: 'b' }] }),
  ],
  [
    'a volume and its mount are added',
    'Deployment llm-serving/llama-3',
    ofPod({
      containers: [{ name: 'llama-server', volumeMounts: [{ name: 'ca', mountPath: '/ca', readOnly: true }] }],
      volumes: [{ name: 'ca', configMap: { name: 'corp-ca' } }],
    }),
  ],
  ['a container is added', 'Deployment llm-serving/llama-3', ofPod({ containers: [{ name: 'more', image: 'a' }] })],
  ['a port gets a name', 'Deployment llm-serving/llama-3', engine({ ports: [{ containerPort: 8080, name: 'web' }] })],
  ['the port of a Service', 'Service llm-serving/llama-3', { spec: { ports: [{ port: 8080, name: 'web' }] } }],
  [
    'a field is removed',
    'Deployment llm-serving/llama-3',
    { spec: { minReadySeconds: null, progressDeadlineSeconds: 5 } },
  ],
  [
    'an object is replaced',
    'Deployment llm-serving/llama-3',
    ofPod({ securityContext: { $patch: 'replace', fsGroup: 7 } }),
  ],
  ['an object is emptied', 'Deployment llm-serving/llama-3', ofPod({ securityContext: { $patch: 'delete' } })],
  ['finalizers are a set', 'Deployment llm-serving/llama-3', { metadata: { finalizers: ['a.example/b'] } }],
  [
    'a spread of zones',
    'Deployment llm-serving/llama-3',
    ofPod({
      topologySpreadConstraints: [
        { topologyKey: 'kubernetes.io/hostname', whenUnsatisfiable: 'ScheduleAnyway', maxSkew: 2 },
      ],
    }),
  ],
  [
    'the template of a CronJob',
    'CronJob model-store/collector',
    {
      spec: { jobTemplate: { spec: { template: { spec: { hostAliases: [{ ip: '10.0.0.1', hostnames: ['a'] }] } } } } },
    },
  ],
])('%s', (_, target, patch) => {
  const manifest = manifests.find((each) => title(each) === target) ?? manifests[0]!;
  expect(title(manifest)).toBe(target);
  const { after, faults } = mergePatch(manifest, patch as Readonly<Record<string, unknown>>, 'e');
  expect(faults).toEqual([]);
  expect(ordered(after)).not.toEqual(ordered(manifest));
  expect(ordered(after)).toEqual(ordered(byKubectl(manifest, patch)));
});
