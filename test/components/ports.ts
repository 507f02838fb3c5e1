/**
 * Ports of loopback for programs of tests. One listening socket guards each block of them until its process ends, so
 * that tests which run at the same time never take the same port, however long after that a program binds it.
 */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Above the ports that people use, below those that Linux gives to outgoing connections. */
const firstPort = 20_000;
const blockSize = 10;
const blocks = 1_200;
const address = '127.0.0.1';

async function listens(port: number): Promise<Server | undefined> {
  const server = createServer().listen({ port, host: address, exclusive: true });
  try {
    await once(server, 'listening');
    return server;
  } catch {
    return undefined;
  }
}

const close = async (server: Server): Promise<void> => {
  server.close();
  await once(server, 'close');
};

/** Whether nothing listens: a program that knows nothing of blocks may use a port in the middle of one. */
async function isFree(port: number): Promise<boolean> {
  const server = await listens(port);
  if (server !== undefined) await close(server);
  return server !== undefined;
}

/** Ports that no other test takes, until they are given back or the process ends. */
interface Block {
  readonly ports: readonly number[];
  giveBack(): Promise<void>;
}

/** Takes a free block, starting at a random one, so that processes that start together seldom meet. */
export async function takeBlock(): Promise<Block> {
  const start = Math.floor(Math.random() * blocks);
  for (let step = 0; step < blocks; step += 1) {
    const base = firstPort + ((start + step) % blocks) * blockSize;
    const guard = await listens(base);
    if (guard === undefined) continue;
    const ports = Array.from({ length: blockSize - 1 }, (_, index) => base + index + 1);
    const free = await Promise.all(ports.map(isFree));
    if (free.every(Boolean)) {
      guard.unref();
      return { ports, giveBack: () => close(guard) };
    }
    await close(guard);
  }
  throw new Error(`no block of ${blockSize} free ports from ${firstPort} on ${address}`);
}

/** What is left of the blocks that this process has taken for single ports, one after the other. */
let left: Promise<number[]> = Promise.resolve([]);

/** A port on which nothing listens, and which no other test takes while this process runs. */
export async function freePort(): Promise<number> {
  const taken = left.then(async (ports) => (ports.length > 0 ? ports : [...(await takeBlock()).ports]));
  let port = 0;
  left = taken.then((ports) => {
    [port = 0] = ports;
    return ports.slice(1);
  });
  await left;
  return port;
}

/** Lets a server listen on a port of its own, and names it. */
export async function listen(server: Server): Promise<number> {
  for (;;) {
    const port = await freePort();
    const listening = await new Promise<boolean>((resolve) => {
      server.once('error', () => resolve(false));
      server.listen(port, address, () => resolve(true));
    });
    if (listening) return port;
  }
}
