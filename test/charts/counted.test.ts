/** Every pod that is drawn, with all of its containers, asks for what the plan counts: engines, CronJobs and Jobs too. */
import { describe, expect, test } from '@jest/globals';
import { App } from 'cdk8s';
import { environments } from '../../overlays';
import type { EnvironmentInput } from '../../lib';
import { parseEnvironment } from '../../lib/environment/complete';
import { manifestsOf } from '../../lib/kubernetes/draw/serialise';
import { podRequests, workloadPod } from '../../lib/kubernetes/read';
import { plan, type Plan } from '../../lib/plan';
import { podAmounts } from '../../lib/plan/placement/demand';
import { platform } from '../../lib/platform';
import { watched } from '../observability/alerts/fixture';

/** Billionths of a core and of a byte. */
type Counted = Readonly<Record<'cpu' | 'memory' | 'ephemeral-storage', bigint>>;

const counted = (cpu: number, memory: number, disk: number): Counted => ({
  cpu: BigInt(cpu) * 1_000_000n,
  memory: BigInt(memory) * 1_000_000_000n,
  'ephemeral-storage': BigInt(disk) * 1_000_000_000n,
});

/** What the plan counts, by the beginning of a name: loaders and verifiers are Jobs with a hash. */
function plannedOf({ servers, support }: Plan): ReadonlyMap<string, Counted> {
  return new Map([
    ...servers.map(({ workload: { name }, compute, exporter }) => {
      const { cpu = 0, memory = 0, 'ephemeral-storage': disk = 0 } = podAmounts(compute, exporter);
      return [name, counted(cpu, memory, disk)] as const;
    }),
    ...support.map(({ name, wants }) => [name, counted(wants.cpu, wants.memory, wants.ephemeralStorage)] as const),
  ]);
}

function drawnAndPlanned(input: EnvironmentInput) {
  const { environment } = parseEnvironment(input);
  if (environment === undefined) throw new Error(`${input.name} is refused`);
  const made = plan(environment);
  const planned = plannedOf(made);
  const manifests = platform(new App(), made).flatMap((chart) => manifestsOf(chart));
  const pods = manifests.flatMap((manifest) => {
    const pod = workloadPod(manifest);
    if (pod === undefined) return [];
    const { kind, metadata } = manifest;
    const name = kind === 'Job' ? 'loaders' : metadata.name;
    const asked = podRequests(pod.spec);
    const drawn = counted(0, 0, 0);
    return [
      {
        title: `${kind} ${metadata.name}`,
        drawn: Object.fromEntries(Object.keys(drawn).map((key) => [key, asked.get(key) ?? 0n])),
        planned: planned.get(name),
      },
    ];
  });
  return { pods, planned };
}

describe.each([watched, ...environments].map((input) => [input.name, input] as const))('%s', (_, input) => {
  const { pods, planned } = drawnAndPlanned(input);

  test('each pod asks for what the plan counts', () => {
    expect(pods.filter(({ drawn, planned: each }) => !same(drawn, each))).toEqual([]);
  });

  test('what the plan counts is drawn', () => {
    expect(pods.length).toBeGreaterThanOrEqual(planned.size);
  });
});

function same(drawn: Readonly<Record<string, bigint>>, planned: Counted | undefined): boolean {
  return planned !== undefined && Object.entries(planned).every(([key, amount]) => drawn[key] === amount);
}
