/** A server of names on loopback: which addresses a Service has, as a test says at the moment. */
import { createSocket, type Socket } from 'node:dgram';

const addressType = 1;
const nameError = 3;

/** The name of a question, without its final dot, and where the question ends. */
function questionOf(message: Buffer): { readonly name: string; readonly type: number; readonly end: number } {
  const labels: string[] = [];
  let at = 12;
  for (let length = message[at] ?? 0; length > 0; length = message[at] ?? 0) {
    labels.push(message.toString('latin1', at + 1, at + 1 + length));
    at += 1 + length;
  }
  return { name: labels.join('.').toLowerCase(), type: message.readUInt16BE(at + 1), end: at + 5 };
}

const record = (address: string): Buffer =>
  // A pointer to the name of the question, type A, class IN, one second to live.
  Buffer.from([0xc0, 12, 0, addressType, 0, 1, 0, 0, 0, 1, 0, 4, ...address.split('.').map(Number)]);

export class Names {
  private readonly addresses = new Map<string, readonly string[]>();
  private readonly server: Socket = createSocket('udp4');

  private constructor() {
    this.server.on('message', (message, { port, address }) => this.server.send(this.answer(message), port, address));
  }

  static async start(): Promise<Names> {
    const names = new Names();
    await new Promise<void>((resolve) => {
      names.server.bind(0, '127.0.0.1', resolve);
    });
    return names;
  }

  get port(): number {
    return this.server.address().port;
  }

  /** @param name with its final dot */
  set(name: string, addresses: readonly string[]): void {
    this.addresses.set(name.replace(/\.$/, ''), addresses);
  }

  stop(): void {
    this.server.close();
  }

  private answer(message: Buffer): Buffer {
    const { name, type, end } = questionOf(message);
    const known = this.addresses.get(name);
    const records = type === addressType ? (known ?? []).map(record) : [];
    const header = Buffer.alloc(12);
    message.copy(header, 0, 0, 2);
    // An answer that is authoritative, with recursion as it was asked for.
    header.writeUInt16BE(0x8400 | (message.readUInt16BE(2) & 0x0100) | (known === undefined ? nameError : 0), 2);
    header.writeUInt16BE(1, 4);
    header.writeUInt16BE(records.length, 6);
    return Buffer.concat([header, message.subarray(12, end), ...records]);
  }
}
