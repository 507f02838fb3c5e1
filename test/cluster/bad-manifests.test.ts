/**
 * Counterexamples of the rules: what a rule refuses is sent to a server, which refuses it too, or the harm is shown. A rule
 * without a counterexample says why.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { rules } from '../../lib/rules';
import { production } from '../../overlays/production';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import { count } from './claims';
import { budgetCounterexamples } from './counterexamples/budgets';
import { capacityCounterexamples } from './counterexamples/capacity';
import { identityCounterexamples } from './counterexamples/identity';
import { referenceCounterexamples } from './counterexamples/references';
import { securityCounterexamples } from './counterexamples/security';
import { servingCounterexamples } from './counterexamples/serving';
import type { Counterexample } from './counterexamples/counterexample';
import { deliver } from './world/deliver';
import { objectsIn, wavesOf } from './world/rendered';
import { startWorld, type World } from './world/world';
import { byAdapter } from '../scaling/by-adapter';

const minutes = 60_000;

const counterexamples: readonly Counterexample[] = [
  ...identityCounterexamples,
  ...referenceCounterexamples,
  ...securityCounterexamples,
  ...capacityCounterexamples,
  ...servingCounterexamples,
  ...budgetCounterexamples,
];

/**
 * What a control plane without nodes that carry traffic, disks and GPUs cannot show; the rule says so in its own words.
 */
const without: Readonly<Record<string, RegExp>> = {
  'as-planned': /shows only later/,
  'engine-exposure': /are shown on a real node \(test\/node\/rules\.test\.ts\)/,
  'engine-flags': /shown on the real engine, not on a control plane/,
  'image-pinned': /no counterexample without a registry/,
  'least-privilege': /is shown on a real node \(test\/node\/rules\.test\.ts\)/,
  network: /is shown on a real node \(test\/node\/packets\.test\.ts\)/,
  'network-isolation': /is shown on a real node \(test\/node\/rules\.test\.ts\)/,
  'monitors-selected': /no counterexample on a control plane/,
  'no-secret-data': /no counterexample/,
  'routes-reach-services': /no counterexample on a control plane/,
  'store-mounts': /no counterexample on a control plane/,
  'user-ids': /no counterexample on a control plane/,
  probes: /are shown on a real node \(test\/node\/rules\.test\.ts\)/,
  termination: /a simulated kubelet runs no hook/,
};

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);

test('every rule has a counterexample, or says why it has none', () => {
  const shown = new Set(counterexamples.map(({ rule }) => rule));
  expect([...shown].filter((name) => !rules.some((rule) => rule.name === name))).toEqual([]);
  const silent = rules
    .filter(({ name, cluster }) => !shown.has(name) && without[name]?.test(cluster) !== true)
    .map(({ name }) => name);
  expect(silent).toEqual([]);
  expect(Object.keys(without).filter((name) => shown.has(name))).toEqual([]);
  count('counterexamples', { rules: shown.size, 'rules that state why they have none': Object.keys(without).length });
});

describe('on production, scaled by prometheus-adapter', () => {
  let world: World;
  let objects: readonly Manifest[];

  beforeAll(async () => {
    world = await startWorld(byAdapter(production));
    await deliver(world.plane.client, wavesOf(world.rendered.charts));
    objects = objectsIn(world.rendered.charts);
  });
  afterAll(() => world.end());

  test.each(
    counterexamples.map((counterexample) => [counterexample.rule, counterexample.shows, counterexample] as const),
  )('%s: %s', async (_rule, _shows, { prove }) => {
    await prove(world, (kind, name) => {
      const found = objects.find(
        (object) => object.kind === kind && (name === undefined || object.metadata.name === name),
      );
      if (found === undefined) throw new Error(`production has no ${kind} ${name ?? ''}`);
      return structuredClone(found);
    });
    count('counterexamples', { counterexamples: 1 });
  });
});
