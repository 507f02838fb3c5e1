/** A client of Valkey that shows every answer as it comes, errors included. */
import { once } from 'node:events';
import { connect as connectPlain, type Socket } from 'node:net';
import { connect as connectTls, type ConnectionOptions } from 'node:tls';

export type Reply = string | number | null | readonly Reply[];

interface Parsed {
  readonly reply: Reply;
  readonly end: number;
}

/** One reply from a place in the buffer, or undefined where it is not whole yet. An error begins with `-`. */
function parse(buffer: Buffer, from: number): Parsed | undefined {
  const lineEnd = buffer.indexOf('\r\n', from);
  if (lineEnd < 0) return undefined;
  const [kind, text, after] = [
    String.fromCharCode(buffer[from] ?? 0),
    buffer.toString('utf8', from + 1, lineEnd),
    lineEnd + 2,
  ];
  if (kind === '+') return { reply: text, end: after };
  if (kind === '-') return { reply: `-${text}`, end: after };
  if (kind === ':') return { reply: Number(text), end: after };
  const count = Number(text);
  if (count < 0) return { reply: null, end: after };
  if (kind === '$')
    return buffer.length < after + count + 2
      ? undefined
      : { reply: buffer.toString('utf8', after, after + count), end: after + count + 2 };
  const replies: Reply[] = [];
  let end = after;
  while (replies.length < count) {
    const next = parse(buffer, end);
    if (next === undefined) return undefined;
    replies.push(next.reply);
    end = next.end;
  }
  return { reply: replies, end };
}

export class Client {
  private waiting: { readonly resolve: (reply: Reply) => void; readonly reject: (error: Error) => void }[] = [];
  private received = Buffer.alloc(0);

  private constructor(private readonly socket: Socket) {
    socket.on('data', (chunk: Buffer) => {
      this.received = Buffer.concat([this.received, chunk]);
      let from = 0;
      for (let next = parse(this.received, from); next !== undefined; next = parse(this.received, from)) {
        from = next.end;
        this.waiting.shift()?.resolve(next.reply);
      }
      this.received = this.received.subarray(from);
    });
    const end = (why: string) => () => {
      for (const { reject } of this.waiting.splice(0)) reject(new Error(why));
    };
    socket.on('error', end('the connection is cut')).on('close', end('the connection is cut'));
  }

  static async plain(port: number): Promise<Client> {
    const socket = connectPlain({ host: '127.0.0.1', port });
    await once(socket, 'connect');
    return new Client(socket);
  }

  static async tls(port: number, options: ConnectionOptions): Promise<Client> {
    const socket = connectTls({ host: '127.0.0.1', port, ...options });
    await once(socket, 'secureConnect');
    return new Client(socket);
  }

  /** The answer to one command. @throws Error where the connection is cut */
  ask(...words: readonly string[]): Promise<Reply> {
    return new Promise((resolve, reject) => {
      this.waiting.push({ resolve, reject });
      const parts = words.map((word) => `$${Buffer.byteLength(word)}\r\n${word}\r\n`);
      this.socket.write(`*${words.length}\r\n${parts.join('')}`);
    });
  }

  close(): void {
    this.socket.destroy();
  }
}
