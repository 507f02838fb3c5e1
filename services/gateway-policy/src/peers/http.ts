/** Messages between pods over HTTP: `POST /counts` on the port of the policy. NetworkPolicies admit only its own pods. */
import { Agent, request, type IncomingMessage, type ServerResponse } from 'node:http';
import { EndedConnections } from './ended-connections';
import type { Answer, Exchange, Send } from './exchange';
import { parseMessage } from './message';

export const countsPath = '/counts';

const longestMessage = 8 * 1024 * 1024;
const attempts = 2;
const attemptMs = 250;

/** The process is down, or the address is that of no pod. Anything else may be a network that is cut. */
const refusals = new Set(['ECONNREFUSED', 'EHOSTUNREACH', 'EHOSTDOWN']);

const read = async (message: IncomingMessage): Promise<string | undefined> => {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of message as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > longestMessage) return undefined;
    chunks.push(chunk);
  }
  return Buffer.concat(chunks).toString();
};

const post = (agent: Agent, ended: EndedConnections, address: string, body: string): Promise<Answer> =>
  new Promise((resolve) => {
    const { hostname, port } = new URL(`http://${address}`);
    const sent = request(
      {
        agent,
        host: hostname.replace(/^\[|\]$/g, ''),
        port,
        path: countsPath,
        method: 'POST',
        headers: { 'content-type': 'application/json', 'content-length': Buffer.byteLength(body) },
        signal: AbortSignal.timeout(attemptMs),
      },
      (response) => {
        read(response).then(
          (text) => resolve((response.statusCode === 200 && text !== undefined && parseMessage(text)) || 'silent'),
          () => resolve('silent'),
        );
      },
    );
    sent.on('socket', (socket) => ended.watch(address, socket));
    sent.on('error', (error: NodeJS.ErrnoException) => resolve(refusals.has(error.code ?? '') ? 'refused' : 'silent'));
    sent.end(body);
  });

export interface HttpPeers {
  readonly send: Send;
  close(): void;
}

export const httpPeers = (): HttpPeers => {
  const agent = new Agent({ keepAlive: true, maxSockets: 8 });
  const ended = new EndedConnections();
  const sendTo = async (address: string, body: string): Promise<Answer> => {
    let answer: Answer = 'silent';
    // One more attempt: a connection that was kept may have been closed, a packet lost.
    for (let attempt = 0; attempt < attempts && answer === 'silent'; attempt += 1)
      answer = await post(agent, ended, address, body);
    return answer === 'silent' && ended.has(address) ? 'refused' : answer;
  };
  return {
    send: (address, message, done) => void sendTo(address, JSON.stringify(message)).then(done),
    close: () => agent.destroy(),
  };
};

const addressOf = (remote: string, port: number): string => {
  const address = remote.replace(/^::ffff:/, '');
  return address.includes(':') ? `[${address}]:${port}` : `${address}:${port}`;
};

/** Takes a message of a peer, and answers with one. */
export const takeMessage = async (
  exchange: Exchange,
  incoming: IncomingMessage,
  response: ServerResponse,
): Promise<void> => {
  const text = incoming.method === 'POST' ? await read(incoming).catch(() => undefined) : undefined;
  const message = text === undefined ? undefined : parseMessage(text);
  if (message === undefined || incoming.socket.remoteAddress === undefined) {
    response.writeHead(400, { connection: 'close' }).end();
    return;
  }
  const answer = exchange.receive(message, addressOf(incoming.socket.remoteAddress, message.port));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify(answer));
};
