/** From nothing to a token: what `kubectl apply -k` starts on a real node, on the way of each storage tier. */
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { waitUntil } from '../cluster/client/wait';
import { secondsSince } from '../figures/figures';
import { count } from './claims';
import { reached } from './stand/asking';
import { directStore, hubModel, nodeEnvironment, serveAll, sharedStore, smallSettings } from './stand/environment';
import { NodeWorld } from './stand/world';

const model = hubModel('tiny');

describe.each([
  { tier: 'direct', weights: directStore },
  { tier: 'staged', weights: sharedStore },
])('with a store that is $tier', ({ tier, weights }) => {
  let world: NodeWorld;
  const url = 'http://tiny.llm-serving.svc.cluster.local:8080';

  beforeAll(async () => {
    const input = nodeEnvironment({
      name: `node-${tier}`,
      catalog: { tiny: model.entry },
      weights,
      models: { tiny: { weights: 'tiny', settings: smallSettings } },
    });
    world = await NodeWorld.start(input, { images: ['curl', 'nginx', 'llama-server'] });
    serveAll(world.stand.hub, [model]);
  });
  afterAll(() => world?.end());

  it('loads the weights from the hub, starts the engine and gives tokens to the gateway', async () => {
    const start = Date.now();
    await world.apply();
    await world.ready('tiny');
    const gateway = await world.from('gateway');
    await reached(gateway, url);
    const body = JSON.stringify({ prompt: 'Hello', max_tokens: 8 });
    const answer = await gateway.ask(`${url}/v1/completions`, {
      method: 'POST',
      body,
      headers: { 'content-type': 'application/json' },
    });
    expect(answer.status).toBe(200);
    expect(JSON.parse(answer.body)).toMatchObject({ usage: { completion_tokens: 8 } });
    count('tokens', { environments: 1, seconds: secondsSince(start) });
  });

  it('gives nothing to anybody else', async () => {
    for (const name of ['beside', 'stranger'] as const) {
      const from = await world.from(name);
      // A pod that just began runs without its policies for a moment.
      await waitUntil(
        `the policies stop ${name}`,
        () => from.probe({ host: 'tiny.llm-serving.svc.cluster.local', port: 8080, timeout: 2000 }),
        (code) => code === 'ECONNREFUSED',
        { seconds: 60 },
      );
    }
  });
});
