/** An engine that does what a test wants: it keeps silent, stops in the middle, loads, or breaks the connection. */
import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { setTimeout as sleep } from 'node:timers/promises';
import { listen } from '../../components/ports';

export type Behaviour = (request: IncomingMessage, response: ServerResponse) => unknown;

/** A request that has reached it. */
export interface Seen {
  readonly path: string;
  readonly headers: IncomingMessage['headers'];
  readonly body: string;
}

export class FakeEngine {
  readonly seen: Seen[] = [];
  /** What `/health` answers. */
  health = 200;
  private readonly server: Server;

  private constructor(
    private readonly behaviour: Behaviour,
    private readonly remembers: boolean,
  ) {
    this.server = createServer((request, response) => {
      if (request.url === '/health') {
        response.writeHead(this.health).end();
        return;
      }
      const pieces: Buffer[] = [];
      request.on('data', (piece: Buffer) => {
        if (this.remembers) pieces.push(piece);
      });
      request.on('end', () => {
        if (this.remembers)
          this.seen.push({
            path: request.url ?? '',
            headers: request.headers,
            body: Buffer.concat(pieces).toString(),
          });
        void this.behaviour(request, response);
      });
    });
  }

  port = 0;

  /** @param remembers whether it keeps what it has seen */
  static async start(behaviour: Behaviour, remembers = true): Promise<FakeEngine> {
    const engine = new FakeEngine(behaviour, remembers);
    engine.port = await listen(engine.server);
    return engine;
  }

  stop(): void {
    this.server.close();
    this.server.closeAllConnections();
  }
}

export const usage = { prompt_tokens: 7, completion_tokens: 3, total_tokens: 10 };

/** A whole answer with usage. */
export const answers: Behaviour = (_, response) =>
  response
    .writeHead(200, { 'content-type': 'application/json' })
    .end(JSON.stringify({ object: 'chat.completion', choices: [], usage }));

export const keepsSilent: Behaviour = () => undefined;

const begin = (response: ServerResponse): void => {
  response.writeHead(200, { 'content-type': 'text/event-stream' });
  response.write('data: {"choices":[]}\n\n');
};

export const stopsAfterTheFirstPiece: Behaviour = (_, response) => begin(response);

export const breaksTheConnection: Behaviour = (request) => request.socket.destroy();

export const loads: Behaviour = (_, response) =>
  response.writeHead(503, { 'content-type': 'application/json' }).end('{"error":{"message":"Loading model"}}');

/** A stream with a piece at each pace, as long as there is a next one. */
export const streamsWhile =
  (hasNext: (piece: number) => boolean, paceMilliseconds: number): Behaviour =>
  async (_, response) => {
    begin(response);
    for (let each = 1; hasNext(each) && !response.destroyed; each += 1) {
      await sleep(paceMilliseconds);
      response.write(`data: {"choices":[],"piece":${each}}\n\n`);
    }
    response.end(`data: ${JSON.stringify({ choices: [], usage })}\n\ndata: [DONE]\n\n`);
  };

/** A stream of so many pieces. */
export const streams = (pieces: number, paceMilliseconds: number): Behaviour =>
  streamsWhile((piece) => piece < pieces, paceMilliseconds);
