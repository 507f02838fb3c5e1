/** By the end of its connections a process that has ended differs from a network that is cut. */
import type { Socket } from 'node:net';

/** Errors of a connection that its other end has ended. */
const endings = new Set(['ECONNRESET', 'EPIPE']);

/**
 * Addresses to which the last connection was ended from there: a process that is killed ends its connections, a network
 * that is cut ends none. What is silent after that has no process any more, until a connection is made again.
 */
export class EndedConnections {
  readonly #open = new Map<string, number>();
  readonly #ended = new Set<string>();
  readonly #known = new WeakSet<Socket>();

  watch(address: string, socket: Socket): void {
    if (this.#known.has(socket)) return;
    this.#known.add(socket);
    let fromThere = false;
    const ends = (): void => void (fromThere = true);
    socket.once('end', ends);
    socket.once('error', ({ code = '' }: NodeJS.ErrnoException) => endings.has(code) && ends());
    socket.once('connect', () => {
      this.#ended.delete(address);
      this.#count(address, 1);
      socket.once('close', () => {
        // Further ones that were not needed are ended from there as well.
        if (this.#count(address, -1) === 0 && fromThere) this.#ended.add(address);
      });
    });
  }

  #count(address: string, by: number): number {
    const open = (this.#open.get(address) ?? 0) + by;
    if (open === 0) this.#open.delete(address);
    else this.#open.set(address, open);
    return open;
  }

  has(address: string): boolean {
    return this.#ended.has(address);
  }
}
