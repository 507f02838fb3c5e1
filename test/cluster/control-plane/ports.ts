/** Blocks of loopback ports: one listening socket guards each block, so that two control planes never share one. */
import { once } from 'node:events';
import { createServer, type Server } from 'node:net';

/** Above the ports that people use, below those that Linux gives to outgoing connections. */
const firstPort = 20_000;
const blockSize = 10;
const blocks = 1_200;
const address = '127.0.0.1';

/** The ports of one control plane, until they are given back or the process ends. */
export interface Ports {
  readonly etcd: number;
  readonly etcdPeer: number;
  readonly apiServer: number;
  readonly controllerManager: number;
  readonly scheduler: number;
  readonly kwok: number;
  giveBack(): Promise<void>;
}

async function listen(port: number): Promise<Server | undefined> {
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

/** Whether nothing listens: somebody who knows nothing of blocks may use a port in the middle of one. */
async function isFree(port: number): Promise<boolean> {
  const server = await listen(port);
  if (server !== undefined) await close(server);
  return server !== undefined;
}

/** Ports that nobody else takes, until they are given back or the process ends. */
interface Block {
  readonly ports: readonly number[];
  giveBack(): Promise<void>;
}

/** Takes a free block, starting at a random one, so that processes that start together seldom meet. */
export async function takeBlock(): Promise<Block> {
  const start = Math.floor(Math.random() * blocks);
  for (let step = 0; step < blocks; step += 1) {
    const base = firstPort + ((start + step) % blocks) * blockSize;
    const guard = await listen(base);
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

/** The ports of a control plane. */
export async function takePorts(): Promise<Ports> {
  const {
    ports: [etcd = 0, etcdPeer = 0, apiServer = 0, controllerManager = 0, scheduler = 0, kwok = 0],
    giveBack,
  } = await takeBlock();
  return { etcd, etcdPeer, apiServer, controllerManager, scheduler, kwok, giveBack };
}
