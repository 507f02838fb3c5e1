/** Errors of the operating system (no right, no space, too long a name) as faults with the file that they concern. */
import { refuse } from '../../lib/internal';

interface SystemError {
  readonly code: string;
  readonly syscall: string;
  readonly message: string;
}

/** By its fields: inside a test runner's sandbox an error of Node is no `instanceof Error`. */
const isSystemError = (error: unknown): error is SystemError =>
  typeof error === 'object' && error !== null && 'code' in error && 'syscall' in error && 'message' in error;

/**
 * Does something with a file.
 *
 * @throws FaultError with the code when the operating system refuses
 */
export function withFile<T>(code: 'FileNotRead' | 'FileNotWritten', path: string, fix: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    if (!isSystemError(error)) throw error;
    return refuse(code, path, `the operating system refuses ${error.syscall}: ${error.code}`, { fix });
  }
}
