/** Reads a key without showing it: never a word of the command line, which others on the machine can see. */
import { text } from 'node:stream/consumers';
import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';

/** Asks on a terminal, and shows nothing of what is typed. */
async function asked(): Promise<string> {
  const nothing = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: process.stdin, output: nothing, terminal: true });
  // As a shell counts an end by Ctrl+C.
  lines.once('SIGINT', () => process.exit(130));
  // From here on the terminal shows nothing of what is typed.
  process.stderr.write('Key (not shown): ');
  try {
    return await lines.question('');
  } finally {
    lines.close();
    process.stderr.write('\n');
  }
}

/** The text of standard input, without the spaces around it. */
export const askForKey = async (): Promise<string> =>
  (process.stdin.isTTY ? await asked() : await text(process.stdin)).trim();
