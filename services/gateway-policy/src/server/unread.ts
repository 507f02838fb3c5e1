/**
 * Admissions that Envoy may not have read. A client that leaves while the policy decides makes Envoy close the connection
 * of the check: its request goes nowhere, and no line of the access log will end it.
 */
import type { Socket } from 'node:net';
import type { Admissions } from '../limits/admissions';

/** Envoy reads an answer at once. A connection that it closes later was idle. */
const readMs = 2000;

interface Sent {
  readonly admission: string;
  readonly at: number;
}

export class UnreadAdmissions {
  readonly #sent = new WeakMap<Socket, Sent>();
  readonly #watched = new WeakSet<Socket>();

  constructor(
    private readonly admissions: Pick<Admissions, 'cancel'>,
    private readonly now: () => number,
  ) {}

  /** A further request on a connection: what was sent on it has been read. */
  asked(socket: Socket): void {
    this.#sent.delete(socket);
    if (this.#watched.has(socket)) return;
    this.#watched.add(socket);
    socket.once('close', () => {
      const sent = this.#sent.get(socket);
      if (sent !== undefined && this.now() < sent.at + readMs) this.admissions.cancel(sent.admission);
    });
  }

  /** An answer with an admission is about to be sent. */
  sent(socket: Socket, admission: string): void {
    if (socket.destroyed) this.admissions.cancel(admission);
    else this.#sent.set(socket, { admission, at: this.now() });
  }
}
