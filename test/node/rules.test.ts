/**
 * Counterexamples of rules whose harm no control plane shows: what the rule refuses is applied to a real node, beside
 * what is rendered.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { IPod } from 'kubernetes-models/v1';
import type { Manifest, RenderedChart } from '../../lib';
import { podTemplate } from '../../lib/kubernetes/read';
import { judge, rules } from '../../lib/rules';
import { hasCondition, isReady } from '../cluster/client/conditions';
import { waitUntil } from '../cluster/client/wait';
import { broken } from '../cluster/counterexamples/counterexample';
import { count } from './claims';
import { hubModel, nodeEnvironment, serveAll, smallSettings } from './stand/environment';
import { addresses } from './stand/network';
import { NodeWorld } from './stand/world';

const model = hubModel('tiny');
const port = 8080;
const nodePort = 30_080;
const pod = 'spec.template.spec';
const container = `${pod}.containers.0`;

let world: NodeWorld;

const objects = (): readonly Manifest[] => world.rendered.charts.flatMap(({ manifests }) => manifests);
function object(kind: string, name = 'tiny'): Manifest {
  const found = objects().find((each) => each.kind === kind && each.metadata.name === name);
  if (found === undefined) throw new Error(`the environment has no ${kind} ${name}`);
  return found;
}

/** What a rule says of the environment when some of its objects are replaced, or removed. */
function findings(rule: string, change: (manifest: Manifest) => Manifest | undefined): readonly string[] {
  const { synthesis, charts } = world.rendered;
  const changed = charts.map((chart: RenderedChart) => ({
    ...chart,
    manifests: chart.manifests.flatMap((manifest) => change(manifest) ?? []),
  }));
  const asked = rules.filter(({ name }) => name === rule);
  expect(asked).toHaveLength(1);
  return judge({ ...synthesis, charts: changed }, [], asked).map(({ at, found }) => `${at}: ${found}`);
}

/** A pod of the engine's template, with fields of the Deployment broken; it takes part in nothing else. */
function brokenPod(name: string, deployment: Manifest): Manifest {
  const { metadata, spec } = podTemplate(deployment) ?? {};
  return {
    apiVersion: 'v1',
    kind: 'Pod',
    metadata: { name, namespace: world.namespace, labels: { ...metadata?.labels } },
    spec,
  };
}

const change = (fields: Readonly<Record<string, unknown>>): Manifest =>
  Object.entries(fields).reduce((manifest, [path, value]) => broken(manifest, path, value), object('Deployment'));
const instead =
  (changed: Manifest) =>
  (manifest: Manifest): Manifest =>
    manifest.kind === changed.kind && manifest.metadata.name === changed.metadata.name ? changed : manifest;

const get = (name: string): Promise<IPod> => world.stand.client.get('Pod', name, world.namespace);
const within = (name: string, script: string) =>
  world.stand.kubectl.try(['exec', '-n', world.namespace, name, '-c', 'llama-server', '--', 'sh', '-c', script]);

beforeAll(async () => {
  const input = nodeEnvironment({
    name: 'node-rules',
    catalog: { tiny: model.entry },
    models: { tiny: { weights: 'tiny', settings: smallSettings } },
  });
  world = await NodeWorld.start(input, { images: ['curl', 'llama-server'] });
  serveAll(world.stand.hub, [model]);
  await world.apply();
  await world.ready('tiny');
  // Pods that the plan does not count are about to come.
  await world.stand.client.delete([object('ResourceQuota', 'quota')]);
});
afterAll(() => world?.end());

describe('network-isolation', () => {
  it('without its policies, every pod reaches the engine, and a node port opens it to the internet', async () => {
    const policies = objects().filter(
      ({ kind, metadata: { name } }) => kind === 'NetworkPolicy' && ['default-deny', 'tiny'].includes(name),
    );
    expect(policies).toHaveLength(2);
    expect(findings('network-isolation', (each) => (policies.includes(each) ? undefined : each))).not.toEqual([]);
    const open = broken(broken(object('Service'), 'spec.type', 'NodePort'), 'spec.ports.0.nodePort', nodePort);
    expect(findings('engine-exposure', instead(open))).not.toEqual([]);

    const stranger = await world.from('stranger');
    const outside = world.stand.hub.passage;
    const inside = {
      host: (await world.stand.client.get('Service', 'tiny', world.namespace)).spec?.clusterIP ?? '',
      port,
      timeout: 2000,
    };
    const opened = { host: addresses.node(0), port: nodePort, timeout: 2000 };
    const seen = async () => ({ stranger: await stranger.probe(inside), internet: await outside.probe(opened) });
    const until = (what: string, wanted: unknown) =>
      waitUntil(what, seen, (is) => JSON.stringify(is) === JSON.stringify(wanted), { seconds: 60 });

    await world.stand.client.apply([{ ...open, metadata: { ...open.metadata, name: 'open' } }]);
    const blocked = { stranger: 'ECONNREFUSED', internet: 'ECONNREFUSED' };
    await until('the policies are enforced', blocked);
    await world.stand.client.delete(policies);
    await until('without policies both reach the engine', { stranger: 'connected', internet: 'connected' });
    expect((await outside.ask(`http://${opened.host}:${nodePort}/v1/models`)).status).toBe(200);
    await world.stand.client.apply(policies, { force: true });
    await until('the policies are enforced again', blocked);
    count('counterexamples', { rules: 1 });
  });
});

describe('pods that a rule refuses', () => {
  const name = 'broken';
  const asRendered = async (): Promise<string> =>
    (await world.pods('tiny')).find(({ metadata }) => metadata?.name !== name)?.metadata?.name ?? '';
  const writableMounts = () =>
    podTemplate(object('Deployment'))?.spec?.containers?.[0]?.volumeMounts?.map((mount) => ({
      ...mount,
      readOnly: undefined,
    }));
  const writable = () => change({ [`${container}.volumeMounts`]: writableMounts() });
  const privileged = () =>
    change({
      [`${pod}.automountServiceAccountToken`]: true,
      [`${pod}.enableServiceLinks`]: true,
      [`${container}.securityContext.readOnlyRootFilesystem`]: false,
    });

  beforeAll(async () => {
    const both = broken(privileged(), `${container}.volumeMounts`, writableMounts());
    await world.stand.client.apply([brokenPod(name, both)]);
    await world.stand.client.waitFor('is Ready', 'Pod', name, world.namespace, isReady);
  });

  it('engine-exposure: an engine whose weights are not read-only changes what the other engines read', async () => {
    expect(findings('engine-exposure', instead(writable()))).not.toEqual([]);
    const path = '/models/changed';
    const refused = await within(await asRendered(), `echo changed > ${path}`);
    expect(refused.stderr).toContain('Read-only file system');
    expect(await within(name, `echo changed > ${path}`)).toMatchObject({ code: 0 });
    expect(await within(await asRendered(), `cat ${path}`)).toMatchObject({ stdout: 'changed\n' });
    count('counterexamples', { rules: 1 });
  });

  it('least-privilege: the process gets a token of the API server, the addresses of Services, and a root to write to', async () => {
    expect(findings('least-privilege', instead(privileged()))).toHaveLength(3);
    const token = 'cat /var/run/secrets/kubernetes.io/serviceaccount/token';
    const links = 'env | grep _SERVICE_HOST | cut -d= -f1';
    const write = 'echo x > /var/tmp/x';
    const rendered = await asRendered();
    expect((await within(rendered, token)).stderr).toContain('No such file');
    expect((await within(rendered, links)).stdout.split('\n')).not.toContain('TINY_SERVICE_HOST');
    expect((await within(rendered, write)).stderr).toContain('Read-only file system');

    const { stdout } = await within(name, token);
    const whoami = ['--token', stdout.trim(), 'auth', 'whoami', '-o', 'jsonpath={.status.userInfo.username}'];
    expect(await world.stand.kubectl.run(whoami)).toBe(`system:serviceaccount:${world.namespace}:tiny`);
    expect((await within(name, links)).stdout.split('\n')).toContain('TINY_SERVICE_HOST');
    expect(await within(name, write)).toMatchObject({ code: 0 });
    count('counterexamples', { rules: 1 });
  });
});

describe('probes', () => {
  /** The engine does not listen until it may, as one that loads many gigabytes. */
  const go = '/tmp/go';
  const late = (deployment: Manifest): Manifest => {
    const { command = [] } = podTemplate(deployment)?.spec?.containers?.[0] ?? {};
    return broken(deployment, `${container}.command`, [
      'sh',
      '-c',
      `trap 'exit 143' TERM; until [ -e ${go} ]; do sleep 0.1; done; exec ${command.join(' ')} "$@"`,
      'sh',
    ]);
  };
  const without = () =>
    change({ [`${container}.startupProbe`]: undefined, [`${container}.readinessProbe`]: undefined });
  const impatient = () =>
    change({ [`${container}.startupProbe.failureThreshold`]: 1, [`${container}.startupProbe.periodSeconds`]: 1 });

  it('without them a Service sends requests to an engine that loads; with too short a time it is killed while it loads', async () => {
    expect(findings('probes', instead(without()))).not.toEqual([]);
    expect(findings('probes', instead(impatient()))).not.toEqual([]);
    const { client } = world.stand;
    await client.apply([
      brokenPod('as-rendered', late(object('Deployment'))),
      brokenPod('without-probes', late(without())),
      brokenPod('impatient', late(impatient())),
    ]);
    const gateway = await world.from('gateway');
    const answers = async (name: string) =>
      gateway.probe({ host: (await get(name)).status?.podIP ?? '', port, timeout: 2000 });
    const connected = (name: string) =>
      waitUntil(
        `${name} listens`,
        () => answers(name),
        (code) => code === 'connected',
        { seconds: 60 },
      );

    // Ready, and a receiver of the Service, while nothing listens.
    const early = await client.waitFor('is Ready', 'Pod', 'without-probes', world.namespace, isReady);
    await waitUntil(
      'it is a receiver of the Service',
      async () => {
        const slices = await client.list('EndpointSlice', {
          namespace: world.namespace,
          labels: { 'kubernetes.io/service-name': 'tiny' },
        });
        return slices
          .flatMap(({ endpoints }) => endpoints ?? [])
          .filter(({ conditions }) => conditions?.ready === true)
          .flatMap((each) => each.addresses);
      },
      (receivers) => receivers.includes(early.status?.podIP ?? ''),
      { seconds: 60 },
    );
    expect(await answers('without-probes')).toBe('ECONNREFUSED');
    for (const name of ['without-probes', 'as-rendered'])
      await waitUntil(
        `${name} may listen`,
        () => within(name, `: > ${go}`),
        ({ code }) => code === 0,
        { seconds: 120 },
      );

    const patient = await client.waitFor('is Ready', 'Pod', 'as-rendered', world.namespace, isReady);
    await connected('as-rendered');
    expect(patient.status?.containerStatuses?.[0]?.restartCount).toBe(0);
    const killed = await client.waitFor(
      'is restarted',
      'Pod',
      'impatient',
      world.namespace,
      ({ status }) => (status?.containerStatuses?.[0]?.restartCount ?? 0) > 0,
    );
    expect(hasCondition(killed, 'Ready')).toBe(false);
    await connected('without-probes');
    count('counterexamples', { rules: 1 });
  });
});
