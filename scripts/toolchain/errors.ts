/**
 * What an error says, whichever realm made it: in jest's sandbox, errors of Node's own modules are not `instanceof
 * Error`.
 */
import { types } from 'node:util';

/** True if the error carries this code: `hasCode(error, 'ENOENT')`. */
export const hasCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code;

/** The message of an error, or whatever else was thrown, as text. */
export const messageOf = (error: unknown): string => (types.isNativeError(error) ? error.message : String(error));
