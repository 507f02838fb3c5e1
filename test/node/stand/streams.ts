/** Streams of a client of a stand, each with its end. */
import { waitUntil } from '../../cluster/client/wait';
import type { Passage } from './passage';

/** How a stream ended. */
export interface StreamEnd {
  /** Whether it came to its own end. */
  readonly whole: boolean;
  /** Whether anything came at all. */
  readonly began: boolean;
  /** Moment of its end, as `Date.now()`. */
  readonly at: number;
}

export interface Stream {
  /** Resolves with the first piece, or when the stream ends without any. */
  readonly begun: Promise<void>;
  readonly end: Promise<StreamEnd>;
}

/** Asks for a stream, and reads it to its end. @param last - what the last piece contains */
export function stream(
  passage: Passage,
  url: string,
  body: object,
  last: string,
  more: Readonly<Record<string, string>> = {},
): Stream {
  let begin = (): void => undefined;
  const begun = new Promise<void>((resolve) => (begin = resolve));
  const read = async (): Promise<StreamEnd> => {
    let [text, began] = ['', false];
    try {
      const headers = { 'content-type': 'application/json', ...more };
      const response = await passage.open(url, {
        method: 'POST',
        headers,
        body: JSON.stringify(body),
        // A stream that waits for a slot is silent until those before it end.
        timeout: 400_000,
      });
      for await (const chunk of response) {
        began = true;
        begin();
        text = (text + (chunk as Buffer).toString('utf8')).slice(-10_000);
      }
    } catch {
      // It was cut.
    }
    begin();
    return { whole: text.includes(last), began, at: Date.now() };
  };
  return { begun, end: read() };
}

/** Waits until a short stream is whole: a Service follows a pod that has just become Ready within a second. */
export async function streamsPass(ask: (tokens: number) => Stream): Promise<void> {
  await waitUntil(
    'a short stream is whole',
    () => ask(1).end,
    ({ whole }) => whole,
    { seconds: 90 },
  );
}
