/** A page of metrics that a test writes, for what the machine of the test does not have: Kubernetes, GPUs. */
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';

export class Page {
  text = '';

  private readonly server: Server = createServer((_, response) => {
    response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4' }).end(this.text);
  });

  static async start(): Promise<Page> {
    const page = new Page();
    await new Promise<void>((resolve) => {
      page.server.listen(0, '127.0.0.1', resolve);
    });
    return page;
  }

  get port(): number {
    return (this.server.address() as AddressInfo).port;
  }

  stop(): void {
    this.server.closeAllConnections();
    this.server.close();
  }
}
