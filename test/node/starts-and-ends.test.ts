/**
 * How a pod becomes Ready and ends on a real node: a model that loads slowly, within the time that the plan gives it and
 * beyond it; a server whose slots are all busy, or whose process is gone; and streams under way while their pod is
 * deleted.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import { gigabytes, type EnvironmentInput } from '../../lib';
import { durationText } from '../../lib/core';
import { drainDeadline, endpointPropagation } from '../../lib/sizing';
import { engineReadiness, startupPeriod } from '../../lib/workload';
import { commands } from '../../scripts/commands';
import { waitUntil } from '../cluster/client/wait';
import { registryEntry } from '../engines/support/registry-model';
import { quick, slow, tinyFile } from '../engines/support/tiny-model';
import { count } from './claims';
import { directStore, hubModel, nodeEnvironment, serveAll } from './stand/environment';
import type { Answer, Passage } from './stand/passage';
import { processOf } from './stand/pod-process';
import { serveRegistry } from './stand/registry';
import { Stalled } from './stand/stalled';
import { stream, type Stream, type StreamEnd, streamsPass } from './stand/streams';
import { NodeWorld } from './stand/world';

/** 31 MB, of which the declared disk reads as much in 70 seconds; the plan gives it twice that, and a minute. */
const half = { ...slow, blockCount: 2 };
const large = hubModel('large', half, 2);
const small = hubModel('small', quick, 3);
const bandwidth = gigabytes(large.content.length / 70 / 1e9);
const spoken = hubModel('spoken', slow, 4);
const fleetModels = [
  registryEntry(half, tinyFile(half, 5), 'large:tiny'),
  registryEntry(quick, tinyFile(quick, 6), 'small:tiny'),
];

const settings = { contextLength: 32_768, parallel: 1, maxOutputLength: 400 } as const;
/**
 * By what the user measured, the longest answer may take 400 seconds; or two, which is far too hopeful. The first is a
 * dozen times what the streams need on an idle machine: engines that share its cores with other stands slow each other
 * down by much more than their number.
 */
const [patient, hasty] = [
  { settings, tokensPerSecond: 1 },
  { settings, tokensPerSecond: 200 },
];

/** What a kubelet itself takes to begin and to tidy up, on a machine that has other work. */
const kubeletSeconds = 30;

const input: EnvironmentInput = nodeEnvironment({
  name: 'node-life',
  catalog: {
    large: large.entry,
    small: small.entry,
    spoken: spoken.entry,
    ...Object.fromEntries(fleetModels.map(({ tag, model }) => [tag, model])),
  },
  weights: { ...directStore, bandwidth },
  models: {
    'in-time': { weights: 'large', settings },
    'too-late': { weights: 'small', settings },
    whole: { weights: 'spoken', ...patient },
    cut: { weights: 'spoken', ...hasty },
  },
  ollama: { fleet: { models: ['large:tiny', 'small:tiny'], ...patient } },
});

let world: NodeWorld;
let stalled: Stalled;
let gateway: Passage;
/**
 * What becomes of models that load slowly, seen from the beginning: the tests before those of it take their time. The pod
 * that was let go when it had loaded for longer than the other one may, and the other one when it was started again.
 */
let loaded: Promise<IPod>;
let startedAgain: Promise<IPod>;
beforeAll(async () => {
  world = await NodeWorld.start(input, { images: ['curl', 'llama-server', 'ollama'] });
  serveAll(world.stand.hub, [large, small, spoken]);
  for (const model of fleetModels) serveRegistry(world.stand.hub, model);
  stalled = Stalled.start(world.stand, ['in-time', 'too-late', 'fleet']);
  await world.apply();
  gateway = await world.from('gateway');
  [loaded, startedAgain] = [letGoLate(), restarted()];
  for (const each of [loaded, startedAgain]) each.catch(() => undefined);
});
afterAll(async () => {
  await stalled?.stop();
  await world?.end();
});

const urlOf = (workload: string, port = 8080): string =>
  `http://${workload}.${world.namespace}.svc.cluster.local:${port}`;

const condition = ({ status }: IPod, type: string) => status?.conditions?.find((each) => each.type === type);
const isReady = (pod: IPod): boolean => condition(pod, 'Ready')?.status === 'True';

async function only(workload: string): Promise<IPod> {
  const pods = await world.pods(workload);
  const [pod] = pods;
  if (pod === undefined || pods.length > 1) throw new Error(`${workload} has ${pods.length} pods`);
  return pod;
}

const startedAt = ({ status }: IPod): number =>
  Date.parse(String(status?.containerStatuses?.[0]?.state?.running?.startedAt));

async function letGoLate(): Promise<IPod> {
  const shorter = world.plan('too-late').budgets.startup.value;
  await waitUntil(
    'its load takes longer than a smaller model may take',
    () => only('in-time'),
    (pod) => (Date.now() - startedAt(pod)) / 1000 > shorter + 2 * startupPeriod,
    { seconds: shorter + 300 },
  );
  stalled.release('in-time');
  const [pod] = await world.ready('in-time');
  if (pod === undefined) throw new Error('in-time has no pod');
  return pod;
}

function restarted(): Promise<IPod> {
  const { startup, grace } = world.plan('too-late').budgets;
  return waitUntil(
    'the server was restarted',
    () => only('too-late'),
    (now) => restarts(now) > 0,
    { seconds: startup.value + 2 * grace.value + 120 },
  );
}

const restarts = (pod: IPod): number => pod.status?.containerStatuses?.[0]?.restartCount ?? 0;

/** Models that a server of a fleet has loaded. */
const namesIn = (answer: Answer | undefined): readonly string[] =>
  (JSON.parse(answer?.body ?? '{}') as { readonly models: readonly { readonly name: string }[] }).models
    .map(({ name }) => name)
    .sort();

/** What `npm run plan` prints of a workload. */
function explained(workload: string): readonly string[] {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(...text.split('\n'));
  const console = { out: say, error: say };
  commands.plan.run(['--explain', workload], { console, variables: {}, environments: [input] });
  return lines;
}

/** Deletes the pod of a workload, and resolves with the seconds after which it is gone. */
async function deletePod(workload: string): Promise<{ readonly at: number; readonly gone: Promise<number> }> {
  const { metadata } = await only(workload);
  const reference = {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name: metadata?.name ?? '', namespace: world.namespace },
  };
  const at = Date.now();
  await world.stand.client.delete([reference]);
  const isGone = async (): Promise<boolean> => {
    const now = await world.stand.client.read(reference);
    // A StatefulSet gives the name to the next pod.
    return now === undefined || (now.metadata as { readonly uid?: string }).uid !== metadata?.uid;
  };
  // The plan gives it up to 430 seconds.
  const gone = waitUntil(`${reference.metadata.name} is gone`, isGone, (is) => is, { seconds: 450 }).then(
    () => (Date.now() - at) / 1000,
  );
  return { at, gone };
}

/** How a client asks an engine for so many tokens. */
const askers = {
  llama: (workload: string, tokens: number): Stream =>
    stream(
      gateway,
      `${urlOf(workload)}/v1/completions`,
      { prompt: 'a', max_tokens: tokens, ignore_eos: true, stream: true },
      '[DONE]',
    ),
  ollama: (workload: string, tokens: number): Stream =>
    stream(
      gateway,
      `${urlOf(workload, 11_434)}/api/generate`,
      { model: 'large:tiny', prompt: 'a', options: { num_predict: tokens } },
      '"total_duration"',
    ),
};

/** Tokens that an answer has after so many seconds here, beside whatever else runs, where it is fastest. */
async function tokensIn(seconds: number, ask: (tokens: number) => Stream): Promise<number> {
  const sample = 150;
  await streamsPass(ask);
  let fastest = Infinity;
  for (let tries = 0; tries < 3; tries += 1) {
    const started = Date.now();
    const { whole, at } = await ask(sample).end;
    if (!whole) throw new Error('a stream was cut although nothing happened');
    fastest = Math.min(fastest, (at - started) / 1000);
  }
  return Math.ceil((seconds * sample) / fastest);
}

test('a fleet is Ready when its models are loaded, and not before', async () => {
  const ask = async (pod: IPod, path: string): Promise<Answer | undefined> =>
    gateway.ask(`http://${pod.status?.podIP ?? ''}:11434${path}`).catch(() => undefined);
  const early = await waitUntil(
    'the server of the fleet answers while a model loads',
    async () => {
      const pod = await only('fleet');
      const [answers, loaded] = [await ask(pod, '/'), await ask(pod, '/api/ps')];
      return { answers, loaded, loads: stalled.holds('fleet'), ready: isReady(await only('fleet')) };
    },
    ({ answers, loaded, loads }) => answers?.status === 200 && loaded !== undefined && loads,
  );
  expect({ ready: early.ready, loaded: namesIn(early.loaded) }).toEqual({ ready: false, loaded: [] });
  const service = { host: `fleet.${world.namespace}.svc.cluster.local`, port: 11_434 };
  await waitUntil(
    'its Service has no receiver',
    () => gateway.probe(service),
    (code) => code === 'ECONNREFUSED',
    { seconds: 60 },
  );
  stalled.release('fleet');
  const [pod] = await world.ready('fleet');
  if (pod === undefined) throw new Error('the fleet has no pod');
  expect(namesIn(await ask(pod, '/api/ps'))).toEqual(fleetModels.map(({ tag }) => tag).sort());
  count('fleets', { 'loaded models': fleetModels.length });
});

describe('a pod that is deleted', () => {
  test('finishes its streams within the time of the plan, those that wait too, and cuts what takes longer', async () => {
    await Promise.all(['whole', 'cut', 'fleet'].map((workload) => world.ready(workload)));
    await streamsPass((tokens) => askers.llama('cut', tokens));
    // More than the plan of `cut` allows: one is answered, and one waits for it.
    const late = askers.llama('cut', 30_000);
    await late.begun;
    const later = askers.llama('cut', 30_000);
    const [forServer, forFleet] = await Promise.all([
      tokensIn(25, (tokens) => askers.llama('whole', tokens)),
      tokensIn(30, (tokens) => askers.ollama('fleet', tokens)),
    ]);
    const served = [1, 2, 3].map(() => askers.llama('whole', forServer));
    const ofFleet = [1, 2].map(() => askers.ollama('fleet', forFleet));
    await Promise.race(served.map(({ begun }) => begun));
    await Promise.race(ofFleet.map(({ begun }) => begun));

    const [whole, fleet, cut] = await Promise.all([deletePod('whole'), deletePod('fleet'), deletePod('cut')]);
    for (const [workload, streams, { at, gone }] of [
      ['whole', served, whole],
      ['fleet', ofFleet, fleet],
    ] as const) {
      const ends = await Promise.all(streams.map(({ end }) => end));
      const { budgets } = world.plan(workload);
      const limit = drainDeadline(budgets);
      const howItEnded = (end: StreamEnd): string =>
        end.whole ? 'whole' : `cut ${Math.round((end.at - at) / 1000)} s after the deletion, with ${limit} s to end`;
      expect({ [workload]: ends.map(howItEnded) }).toEqual({ [workload]: streams.map(() => 'whole') });
      const last = (Math.max(...ends.map((end) => end.at)) - at) / 1000;
      // Later than endpoints take to follow: something was waited for.
      expect(last).toBeGreaterThan(endpointPropagation);
      expect(last).toBeLessThan(limit);
      const seconds = await gone;
      expect(seconds).toBeGreaterThanOrEqual(Math.floor(last));
      expect(seconds).toBeLessThan(budgets.grace.value);
      count(workload === 'fleet' ? 'fleets' : 'endings', { 'whole streams': streams.length });
    }

    const { budgets } = world.plan('cut');
    const [running, waiting] = await Promise.all([late.end, later.end]);
    const secondsUntil = ({ at }: { readonly at: number }): number => (at - cut.at) / 1000;
    expect([running, waiting].map(({ whole: is, began }) => ({ whole: is, began }))).toEqual([
      { whole: false, began: true },
      { whole: false, began: false },
    ]);
    expect(secondsUntil(running)).toBeGreaterThanOrEqual(drainDeadline(budgets));
    expect(secondsUntil(running)).toBeLessThan(budgets.grace.value);
    // What waits is not answered either. The server keeps its connection until it is killed.
    expect(secondsUntil(waiting)).toBeLessThan(budgets.grace.value + kubeletSeconds);
    expect(await cut.gone).toBeLessThan(budgets.grace.value + kubeletSeconds);
    count('endings', { 'cut streams': 2 });
  });

  test.each(['whole', 'fleet', 'cut'])('%s ends as the plan prints it', async (workload) => {
    const { budgets } = world.plan(workload);
    const { value, because } = budgets.grace;
    // A StatefulSet makes the next pod once the former one is gone.
    const pod = await waitUntil(
      `${workload} has one pod`,
      () => only(workload),
      () => true,
    );
    expect(pod.spec?.terminationGracePeriodSeconds).toBe(value);
    expect(explained(workload)).toEqual(
      expect.arrayContaining([
        `longest answer: ${durationText(budgets.drain.value)} (${budgets.drain.because})`,
        `grace period: ${durationText(value)} (15 s for endpoints to follow, ${durationText(budgets.drain.value)} for the longest answer, 15 s to end)`,
        `a pod that ends cuts a running answer after ${durationText(drainDeadline(budgets))}; a request that waits then gets no answer, and keeps its connection until the grace period is over at most`,
      ]),
    );
    expect(because).toContain(`${durationText(budgets.drain.value)} for the longest answer`);
  });
});

describe('a server', () => {
  test('stays Ready while all its slots are busy and requests wait', async () => {
    const [before] = await world.ready('whole');
    const url = `${urlOf('whole')}/health`;
    await waitUntil(
      'its Service reaches it',
      () => gateway.ask(url),
      ({ status }) => status === 200,
    );
    const streams = [1, 2, 3, 4].map(() => askers.llama('whole', 30_000));
    const busySince = Date.now();
    const until = busySince + 1000 * (engineReadiness.periodSeconds * (engineReadiness.failureThreshold + 1));
    await waitUntil(
      'its readiness would have failed',
      async () => Date.now(),
      (now) => now > until,
    );
    const pod = await only('whole');
    expect({ ready: condition(pod, 'Ready'), restarts: restarts(pod) }).toEqual({
      ready: before === undefined ? undefined : condition(before, 'Ready'),
      restarts: 0,
    });
    const process = await processOf(world.stand, world.namespace, pod.metadata?.name ?? '');
    const { machine } = await world.stand.nodeOf(world.namespace, pod.metadata?.name ?? '');
    const killed = Date.now();
    machine.run(['kill', '-9', String(process)]);
    expect((await Promise.all(streams.map(({ end }) => end))).map(({ whole }) => whole)).toEqual(
      streams.map(() => false),
    );
    const restarted = await waitUntil(
      'the server runs again',
      () => only('whole'),
      (now) => restarts(now) === 1 && isReady(now),
    );
    expect(restarted.metadata?.uid).toBe(pod.metadata?.uid);
    expect((Date.now() - killed) / 1000).toBeLessThan(world.plan('whole').budgets.startup.value);
    const answer = await waitUntil(
      'it answers',
      () => gateway.ask(url),
      ({ status }) => status === 200,
    );
    expect(answer.status).toBe(200);
    count('probes', { 'busy servers that stay Ready': 1, 'killed servers that run again': 1 });
  });
});

describe('a model that loads slowly', () => {
  test('is waited for as long as the plan states, and becomes Ready', async () => {
    const { startup } = world.plan('in-time').budgets;
    const shorter = world.plan('too-late').budgets.startup.value;
    const pod = await loaded;
    const seconds = (Date.parse(String(condition(pod, 'Ready')?.lastTransitionTime)) - startedAt(pod)) / 1000;
    expect(restarts(pod)).toBe(0);
    expect(seconds).toBeGreaterThan(shorter);
    expect(seconds).toBeLessThan(startup.value);
    count('probes', { 'models that load slowly and become Ready': 1 });
  });

  test('is killed and starts again where it takes longer than the plan states', async () => {
    const { startup } = world.plan('too-late').budgets;
    const pod = await startedAgain;
    expect(isReady(pod)).toBe(false);
    const events = await world.stand.client.list('Event', { namespace: world.namespace });
    const killing = events.find(
      ({ reason, involvedObject }) => reason === 'Killing' && involvedObject?.name === pod.metadata?.name,
    );
    expect(killing?.message).toBe('Container llama-server failed startup probe, will be restarted');
    const { lastState } = pod.status?.containerStatuses?.[0] ?? {};
    const seconds =
      (Date.parse(String(killing?.firstTimestamp)) - Date.parse(String(lastState?.terminated?.startedAt))) / 1000;
    // Timestamps have whole seconds.
    expect(seconds).toBeGreaterThanOrEqual(startup.value - 1);
    expect(seconds).toBeLessThan(startup.value + 4 * startupPeriod);
    expect(explained('too-late')).toContain(`startup: ${durationText(startup.value)} (${startup.because})`);
    count('probes', { 'models that load too slowly and are restarted': 1 });
  });
});
