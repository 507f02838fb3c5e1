/** Reads the body of a request into a buffer of its own, which can be given to a thread. */
import type { IncomingMessage } from 'node:http';

/** @param size - its length, as the header states it: Node reads no more */
export async function readBody(request: IncomingMessage, size: number): Promise<Uint8Array> {
  const whole = new Uint8Array(new ArrayBuffer(size));
  let at = 0;
  for await (const chunk of request as AsyncIterable<Buffer>) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  if (at !== size) throw new Error('the body ended early');
  return whole;
}
