/** JSON files that a user names. */
import { readFileSync } from 'node:fs';
import { refuse } from '../../lib/internal';

/** Reads a file. @throws FaultError where it is not JSON */
export function readJson(path: string, fix = 'name another file'): unknown {
  const text = readFileSync(path, 'utf8');
  try {
    return JSON.parse(text) as unknown;
  } catch (problem) {
    return refuse(
      'NotJson',
      path,
      `it is not JSON: ${(problem as { readonly message: string }).message.split('\n')[0] ?? ''}`,
      { fix },
    );
  }
}
