/**
 * A file of keys that no request can send: llama-server with an empty file of keys asks for none, and with this one
 * beside it refuses all.
 */
import { programFile } from '../../programs';

/** A control character, with which a header is no header: the server answers 400. No tool cuts it, as it does blanks. */
const text = '\u007f\n';

const name = 'no-key.txt';

export const noKey = { path: programFile(name), files: { [name]: text } } as const;
