/**
 * Memory of engines beside what the plan states: anonymous memory at its peak, over a load and many requests, and what
 * the kernel does with a limit below it. `LONG=1` sends a thousand requests.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import { mib } from '../../lib';
import type { ServerPlan } from '../../lib/plan';
import { isReady } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { registryEntry } from '../engines/support/registry-model';
import { quick, tinyFile } from '../engines/support/tiny-model';
import { count } from './claims';
import { reached } from './stand/asking';
import { hubModel, nodeEnvironment, serveAll } from './stand/environment';
import { MemoryWatch } from './stand/memory';
import { serveRegistry } from './stand/registry';
import { NodeWorld } from './stand/world';

const requests = process.env['LONG'] === undefined ? 100 : 1000;
/** Milliseconds for all of them, on a machine that does other work too. */
const longest = 6000 * requests;

/** Its cache is many times larger than what the plan keeps for a process by itself. */
const wide = { ...quick, headCountKv: 4, keyLength: 128, valueLength: 128 };
const model = hubModel('wide', wide);
const ofRegistry = registryEntry(wide, tinyFile(wide, 2), 'noise:1b');
const settings = { contextLength: 32_768, parallel: 4, maxOutputLength: 64 } as const;

const input = nodeEnvironment({
  name: 'node-memory',
  catalog: { wide: model.entry, 'noise:1b': ofRegistry.model },
  models: { wide: { weights: 'wide', cpu: 2, settings: { ...settings, cacheRam: mib(128) } } },
  ollama: { fleet: { models: ['noise:1b'], cpu: 2, settings } },
});

let world: NodeWorld;
let watch: MemoryWatch;

beforeAll(async () => {
  world = await NodeWorld.start(input, { images: ['curl', 'llama-server', 'ollama'] });
  watch = new MemoryWatch(world.stand.cgroups.folder('memory', world.stand.nodes[0]?.cgroup));
  serveAll(world.stand.hub, [model]);
  serveRegistry(world.stand.hub, ofRegistry);
  await world.apply();
  await Promise.all(['wide', 'fleet'].map((name) => world.ready(name)));
  const gateway = await world.from('gateway');
  await Promise.all(engines.map(({ url }) => reached(gateway, url)));
});
afterAll(async () => {
  await watch?.stop();
  await world?.end();
});

interface Engine {
  readonly workload: string;
  readonly container: string;
  readonly url: string;
  readonly body: (prompt: string) => object;
}

const engines: readonly Engine[] = [
  {
    workload: 'wide',
    container: 'llama-server',
    url: 'http://wide.llm-serving.svc.cluster.local:8080/v1/completions',
    body: (prompt) => ({ prompt, max_tokens: 4 }),
  },
  {
    workload: 'fleet',
    container: 'ollama',
    url: 'http://fleet.llm-serving.svc.cluster.local:11434/api/generate',
    body: (prompt) => ({ model: 'noise:1b', prompt, stream: false, options: { num_predict: 4 } }),
  },
];

const idOf = ({ status }: IPod, container: string): string =>
  status?.containerStatuses?.find(({ name }) => name === container)?.containerID ?? '';

function planOf(workload: string): ServerPlan {
  const server = world.rendered.synthesis.plan.servers.find((each) => each.workload.name === workload);
  if (server === undefined) throw new RangeError(`the plan has no ${workload}`);
  return server;
}

const bytesOf = ({ memory }: ServerPlan, names: readonly string[]): number =>
  Object.values(memory)
    .flatMap(({ host }) => host.terms)
    .reduce((sum, term) => sum + (names.includes(term.name) ? term.bytes : 0), 0);

/** Bytes of the limit that are not for pages of files, which the kernel takes back when the limit is reached. */
const plannedOf = (server: ServerPlan): number =>
  server.compute.memory.value - bytesOf(server, ['mapped weights', 'read window']);

/** Words that begin differently each time, so that no slot has their prompt. */
const promptOf = (index: number): string =>
  `${index} ${'All work and no play makes Jack a dull boy. '.repeat(1 + ((index * 7) % 20))}`;

/** As many at a time as the engine has slots, and two that wait; the statuses of their answers. */
async function askAll({ url, body }: Engine): Promise<readonly number[]> {
  const gateway = await world.from('gateway');
  const statuses: number[] = [];
  let next = 0;
  const client = async (): Promise<void> => {
    for (let index = (next += 1); index <= requests; index = next += 1) {
      const answer = await gateway.ask(url, {
        method: 'POST',
        body: JSON.stringify(body(promptOf(index))),
        headers: { 'content-type': 'application/json' },
      });
      statuses.push(answer.status);
    }
  };
  await Promise.all(Array.from({ length: settings.parallel + 2 }, client));
  return statuses;
}

/** A pod like one that runs, with another limit of memory, to which no Service leads. */
async function copyWithLimit(of: IPod, container: string, limit: string): Promise<string> {
  const name = `${container}-small`;
  const { volumes, containers, initContainers, securityContext, serviceAccountName, runtimeClassName } = of.spec ?? {
    containers: [],
  };
  await world.stand.client.create('Pod', {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: world.namespace, labels: { app: name } },
    spec: {
      automountServiceAccountToken: false,
      terminationGracePeriodSeconds: 1,
      volumes,
      initContainers,
      securityContext,
      serviceAccountName,
      runtimeClassName,
      // The pods that serve have asked for the cores of the node.
      containers: containers.map((each) =>
        each.name === container
          ? { ...each, resources: { requests: { cpu: '50m', memory: limit }, limits: { memory: limit } } }
          : each,
      ),
    },
  });
  return name;
}

const peaks = new Map<string, number>();

describe.each(engines)('$container', (engine) => {
  const { workload, container } = engine;

  it(
    `stays below the plan's anonymous part over a load and ${requests} requests`,
    async () => {
      const server = planOf(workload);
      const statuses = await askAll(engine);
      expect(statuses).toEqual(Array.from({ length: requests }, () => 200));
      const [pod] = await world.ready(workload);
      expect(pod?.status?.containerStatuses?.map(({ restartCount }) => restartCount)).toEqual([0]);
      const { anonymous, killed } = watch.peakOf(idOf(pod as IPod, container));
      peaks.set(workload, anonymous);
      expect(killed).toBe(0);
      expect(anonymous).toBeLessThan(plannedOf(server));
      // What an engine is known to hold has been seen.
      expect(anonymous).toBeGreaterThan(bytesOf(server, ['KV cache']));
      count('memory', {
        requests,
        [`% of the plan at the peak of ${container}`]: Math.round((100 * anonymous) / plannedOf(server)),
      });
    },
    longest,
  );
});

describe('a limit below that peak', () => {
  let pods: Readonly<Record<string, string>>;

  beforeAll(async () => {
    const copies = await Promise.all(
      engines.map(async ({ workload, container }) => {
        const [pod] = await world.ready(workload);
        const limit = `${Math.floor((0.75 * (peaks.get(workload) ?? 0)) / 2 ** 20)}Mi`;
        return [container, await copyWithLimit(pod as IPod, container, limit)];
      }),
    );
    pods = Object.fromEntries(copies);
  });

  it('is where the kernel kills a llama-server', async () => {
    const name = pods['llama-server'] ?? '';
    const { status } = await world.stand.client.waitFor(
      'was killed',
      'Pod',
      name,
      world.namespace,
      ({ status: is }) => is?.containerStatuses?.[0]?.lastState?.terminated !== undefined,
    );
    expect(status?.containerStatuses?.[0]?.lastState?.terminated).toMatchObject({ exitCode: 137, reason: 'OOMKilled' });
  });

  it('is where it kills the runner of an Ollama server, which is not Ready without it', async () => {
    const name = pods['ollama'] ?? '';
    const pod = await waitUntil(
      'a runner was killed',
      () => world.stand.client.get('Pod', name, world.namespace),
      (found) => idOf(found, 'ollama') !== '' && watch.peakOf(idOf(found, 'ollama')).killed > 0,
      { seconds: 240 },
    );
    expect(isReady(pod)).toBe(false);
    await waitUntil(
      'its log says so',
      async () => (await world.stand.kubectl.try(['--namespace', world.namespace, 'logs', name])).stdout,
      (log) => log.includes('error="llama-server process has terminated: signal: killed"'),
      { seconds: 90 },
    );
  });

  it('ends none of the pods that serve', async () => {
    for (const { workload, container } of engines) {
      const [pod] = await world.ready(workload);
      expect(watch.peakOf(idOf(pod as IPod, container)).killed).toBe(0);
    }
    count('memory', { 'containers killed below it': engines.length });
  });
});
