/**
 * The plan's memory beside the engine's own words, for every architecture with every cache: equal, and compute never
 * above the plan.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { images } from '../../lib/catalog/images';
import { imageReference } from '../../lib/catalog/image';
import {
  llamaServerArguments,
  llamaServerContract,
  llamaServerFlags,
} from '../../lib/engines/llama-server/llama-server';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import { freePort } from '../components/ports';
import { buffersIn, type Buffers } from './support/buffers';
import {
  allCombinations,
  combinationText,
  comparable,
  kinds,
  oneOfEach,
  randomCombinations,
  shapeOfKind,
  type Combination,
  type KindName,
} from './support/combinations';
import { here } from './support/differences';
import { fetchFrom } from './support/http';
import { layersText, withRoom } from './support/layers';
import { equalMib, planned } from './support/planned';
import { Machine } from './support/pod';
import { entryOf, writeShape, type Shape } from './support/shape';
import { keepTable, type Row } from './support/table';

/** Chooses the random starts, and the few that run when not all do: `SEED=7 npm run test:engines`. */
const seed = Number(process.env.SEED ?? 1);
const random = randomCombinations(seed, 40);
const combinations =
  process.env.ALL === undefined
    ? [...oneOfEach(allCombinations, seed), ...random.slice(0, 3)]
    : [...allCombinations, ...random];

const image = imageReference(images.llamaServer);
const room = { memory: 1024, mapped: 768 };

let machine: Machine;
const rows: Row[] = [];
const files = new Map<string, string>();
beforeAll(async () => {
  machine = await Machine.start();
});
afterAll(async () => {
  await machine.stop();
  keepTable('starts of every architecture', rows);
});

const memoryOf =
  ({ settings, kind }: Combination) =>
  (shape: Shape): Buffers =>
    planned(llamaServerMemory(entryOf(shape), settings, 0, kind), shape);

/** The file of a kind with so many layers, written once. */
function fileOf(kind: KindName, shape: Shape): string {
  const name = `${kind.replaceAll(' ', '-')}-${shape.facts.blockCount}.gguf`;
  const path = files.get(name) ?? join(machine.leash.folder, name);
  if (!files.has(name)) writeShape(path, shape);
  files.set(name, path);
  return path;
}

/** Starts the real server, waits until it serves, ends it, and reads its log. */
async function start({ kind, settings }: Combination, shape: Shape): Promise<Buffers> {
  const port = await freePort();
  const flags = llamaServerFlags(settings, {
    modelPath: '/model.gguf',
    alias: 'model',
    threads: 2,
    gpus: 0,
    model: { architecture: shape.facts },
  });
  const place = {
    image: (await machine.image(image)).folder,
    mounts: new Map([['/model.gguf', fileOf(kind, shape)]]),
    ports: new Map([[llamaServerContract.port, port]]),
    services: new Map(),
  };
  // As one that is planned on GPUs: nothing is computed when it starts.
  const { command, env } = here(
    { container: 'llama-server', gpus: true, command: ['/app/llama-server', ...llamaServerArguments(flags)], env: {} },
    place,
  );
  const server = await machine.run(command, env);
  while (
    server.ended === undefined &&
    (await fetchFrom(port, 'GET', '/health').then(
      ({ status }) => status !== 200,
      () => true,
    ))
  )
    await sleep(100);
  server.signal('SIGTERM');
  const { code, output } = await server.end;
  if (code !== 0) throw new Error(`${kind}: ended with ${code}\n${output.trimEnd().split('\n').slice(-12).join('\n')}`);
  return buffersIn(output);
}

describe(`${combinations.length} starts, seed ${seed}`, () => {
  test.each(combinations.map((combination) => [combination.kind, combinationText(combination), combination] as const))(
    '%s, %s',
    async (kind, run, combination) => {
      const whole = shapeOfKind(kind);
      const shape = withRoom(whole, room, kinds[kind].period, memoryOf(combination));
      const plan = comparable(combination, memoryOf(combination)(shape));
      const engine = comparable(combination, await start(combination, shape));
      rows.push({ model: kind, layers: layersText(shape, whole), run, plan, engine });
      expect({ ...engine, compute: 0 }).toEqual(equalMib({ ...plan, compute: 0 }));
      expect(engine.compute).toBeLessThanOrEqual(plan.compute + 0.01);
    },
  );
});
