/** The address of a pod: what is sent to a port of it arrives at the process on loopback, until the pod has ended. */
import { once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';

export class Relay {
  private readonly sockets = new Set<Socket>();

  private constructor(private readonly server: Server) {}

  /** @param to port of the process on 127.0.0.1 */
  static async open(address: string, port: number, to: number): Promise<Relay> {
    const server = createServer((from) => {
      const there = connect(to, '127.0.0.1');
      for (const [one, other] of [
        [from, there],
        [there, from],
      ] as const) {
        relay.sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          relay.sockets.delete(one);
          other.destroySoon();
        });
        one.pipe(other);
      }
    });
    const relay = new Relay(server);
    server.listen(port, address);
    await once(server, 'listening');
    return relay;
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}
