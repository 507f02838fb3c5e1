/**
 * Which pods reach which, by packets: every environment with its policies as rendered, and stand-ins of its workloads. What
 * packets do is what the matrix of the manifests states; without an enforcer the same connections are all made.
 */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import type { Manifest } from '../../lib';
import { environments } from '../../overlays';
import { waitUntil } from '../cluster/client/wait';
import { objectsIn, render } from '../cluster/world/rendered';
import { team } from '../namespaced/team';
import { count } from './claims';
import { portText } from './packets/stand-ins';
import { Trial } from './packets/trial';
import { isPod, probesOf } from './packets/ways';
import { serveEverywhere } from './packets/surroundings';
import { Stand } from './stand/stand';

const all = [...environments, team];

let stand: Stand;
let manifestsOf: ReadonlyMap<string, readonly Manifest[]>;
let listened: readonly string[];

beforeAll(async () => {
  stand = await Stand.start({ images: ['packets'] });
  manifestsOf = new Map(all.map((each) => [each.name, objectsIn(render(each, stand).charts)]));
  const tried = [...manifestsOf.values()].flatMap(probesOf);
  listened = [...new Set(tried.filter(({ to }) => isPod(to)).map(portText))];
  await serveEverywhere(stand, [
    ...new Set(tried.filter(({ to, isDeclared }) => !isDeclared && !isPod(to)).map(portText)),
  ]);
});
afterAll(() => stand?.stop());

const opened = (seen: ReadonlyMap<string, string>): readonly string[] =>
  [...seen].filter(([, answer]) => answer === 'connected').map(([name]) => name);

/** Connections that differ: too many, too few. */
function differing(seen: readonly string[], wanted: readonly string[]) {
  const [is, should] = [new Set(seen), new Set(wanted)];
  return { open: seen.filter((name) => !should.has(name)), closed: wanted.filter((name) => !is.has(name)) };
}
const nothing = { open: [], closed: [] };

const gateways = /^llm-gateway\/gateway \d → llm-gateway\/gateway \d TCP:8080$/;

/**
 * Where this enforcer opens more than the policies do. kube-router takes a connection between two pods that one policy
 * selects for both directions, if either direction allows it: pods of a gateway that every pod may ask, and in one
 * namespace a weights server, which is among those that may ask it.
 */
const tooOpen: Readonly<Record<string, RegExp>> = {
  production: gateways,
  'production-aws': gateways,
  team: /^team-llm\/weights-server \d → team-llm\/weights-server \d TCP:8080$/,
};

describe.each(all.map(({ name }) => ({ name })))('$name', ({ name }) => {
  let trial: Trial;

  beforeAll(async () => {
    trial = new Trial(stand, manifestsOf.get(name) ?? [], listened);
    await trial.start();
  });
  afterAll(() => trial.end());

  /** Tries until packets do what is wanted, and once more. */
  async function settled(what: string, wanted: readonly string[]): Promise<void> {
    await waitUntil(
      what,
      async () => differing(opened(await trial.try()), wanted),
      ({ open, closed }) => open.length + closed.length === 0,
      { seconds: 120 },
    );
    expect(differing(opened(await trial.try()), wanted)).toEqual(nothing);
  }

  // A new pod is open until the enforcer has learnt its address.
  it('packets do what the matrix states', async () => {
    const { pods, connections, blocked } = trial.size;
    expect(blocked).toBeGreaterThan(connections / 2);
    const also = trial.all.filter((way) => tooOpen[name]?.test(way));
    expect(also).toHaveLength(name in tooOpen ? 2 : 0);
    await settled('packets do what the matrix states', [...trial.allowed, ...also]);
    count('packets', { environments: 1, pods, connections, 'blocked connections': blocked });
  });

  it('without an enforcer all of them pass', async () => {
    await Promise.all(stand.nodes.map((node) => node.letPass()));
    await settled('all connections are made', trial.all);
    await Promise.all(stand.nodes.map((node) => node.enforce()));
  });
});
