/** YaRN on the real engine: a slot has the context that is asked for, where without it the engine caps it. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { longestContext } from '../../../lib/engines/llama-server/conflicts/yarn';
import type { Yarn } from '../../../lib/sizing/settings';
import { fetchFrom } from '../support/http';
import { Machine } from '../support/pod';
import { containerOf, podOf, render } from '../support/rendered';
import { placeServer, serve } from '../support/served';
import { answering } from '../support/kubelet';
import { tinyEnvironment } from '../support/tiny-environment';
import { hubEntry, quick, tinyFile } from '../support/tiny-model';

const trained = 1000;
const facts = { ...quick, contextLength: trained };
const file = tinyFile(facts, 7);
/** Factors, and with some a context before YaRN: what 32 bits make of each is the engine's own number. */
const factors: Readonly<Record<string, Yarn>> = {
  whole: { factor: 4 },
  fraction: { factor: 3.3 },
  stated: { factor: 3, originalContextLength: 700 },
};
const rendered = render(
  tinyEnvironment({
    catalog: { 'short/F32': hubEntry(facts, file, 'short.gguf') },
    models: {
      plain: { weights: 'short/F32', settings: { contextLength: trained, parallel: 2, maxOutputLength: 16 } },
      ...Object.fromEntries(
        Object.entries(factors).map(([name, yarn]) => [
          name,
          {
            weights: 'short/F32',
            settings: { contextLength: longestContext(facts, yarn), parallel: 2, maxOutputLength: 16, yarn },
          },
        ]),
      ),
    },
  }),
);

let machine: Machine;
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(() => machine.stop());

/** Tokens of a slot, as the server tells its clients. */
const slotContext = async (port: number): Promise<number> => {
  const { body } = await fetchFrom(port, 'GET', '/props');
  return (JSON.parse(body) as { readonly default_generation_settings: { readonly n_ctx: number } })
    .default_generation_settings.n_ctx;
};

test.each(Object.entries(factors))('a context of the factor %s is served whole', async (name, yarn) => {
  const { pod, server } = await serve(machine, rendered, name, { '--model': file });
  const wanted = longestContext(facts, yarn);
  const context = await slotContext(pod.port);
  const { output } = await server.kill();
  expect(output).toContain(`n_ctx_train adjusted to ${wanted}`);
  expect(context).toBe(wanted);
});

test('without it the engine caps what is asked for', async () => {
  const pod = podOf(rendered, 'plain');
  const { args = [] } = containerOf(pod, 'llama-server');
  const longer = args.map((word, i) => (args[i - 1] === '--ctx-size' ? `${8 * trained}` : word));
  const placed = await placeServer(machine, rendered, 'plain', { '--model': file });
  const server = await placed.start('llama-server', ['/app/llama-server', ...longer]);
  await answering(placed, server, '/health');
  expect(await slotContext(placed.port)).toBe(trained);
  await server.kill();
});
