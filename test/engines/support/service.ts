/**
 * A Service's address on this machine: hands each connection to the first pod that answers, and holds the bytes back
 * while a test says so.
 */
import { connect, createServer, type Server, type Socket } from 'node:net';
import { listen } from '../../components/ports';

export class ServiceAddress {
  private readonly server: Server = createServer((client) => this.hand(client, [...this.pods()]));
  private readonly clients = new Set<Socket>();
  private readonly held = new Set<() => void>();
  private most = Infinity;
  private port = 0;

  /** @param pods ports of the pods behind it, in the order in which they are tried */
  private constructor(private readonly pods: () => readonly number[]) {}

  static async open(pods: () => readonly number[]): Promise<ServiceAddress> {
    const service = new ServiceAddress(pods);
    service.port = await listen(service.server);
    return service;
  }

  get authority(): string {
    return `127.0.0.1:${this.port}`;
  }

  /** Lets no more than so many bytes of each connection through, until it is told to go on. */
  hold(bytes: number): void {
    this.most = bytes;
  }

  goOn(): void {
    this.most = Infinity;
    for (const flow of this.held) flow();
    this.held.clear();
  }

  /** Breaks what is connected, as the kernel of a pod that is gone would. */
  cut(): void {
    for (const client of this.clients) client.destroy();
    this.held.clear();
  }

  close(): void {
    this.cut();
    this.server.close();
  }

  private hand(client: Socket, [port, ...others]: readonly number[]): void {
    this.clients.add(client);
    client.on('error', () => undefined).on('close', () => this.clients.delete(client));
    if (port === undefined) {
      client.destroy();
      return;
    }
    const pod = connect(port, '127.0.0.1');
    pod.once('error', () => this.hand(client, others));
    pod.once('connect', () => {
      pod
        .removeAllListeners('error')
        .on('error', () => client.destroy())
        .on('close', () => client.end());
      client.on('close', () => pod.destroy()).pipe(pod);
      this.passOn(pod, client);
    });
  }

  private passOn(pod: Socket, client: Socket): void {
    let passed = 0;
    pod.on('data', (piece: Buffer) => {
      passed += piece.length;
      const flowing = client.write(piece);
      if (passed >= this.most) {
        pod.pause();
        this.held.add(() => pod.resume());
      } else if (!flowing) {
        pod.pause();
        client.once('drain', () => pod.resume());
      }
    });
  }
}
