/** What `npm run lock` is asked for, read from the words of the command line and checked. */
import { FaultError } from '../../lib';
import { usageFault, type Parsed } from '../command';
import type { LockRequest } from './entry';
import { line, publicHub, publicRegistry } from './options';
import type { TagRequest } from './tag';

export type LockWords = Parsed<typeof line.options>;

const digest = /^[0-9a-f]{64}$/;

/** What is to be locked, from the words of the command line. @throws FaultError for what does not go with it */
export function requestOf({
  values: { repo, projector, hub = publicHub, registry = publicRegistry, revision = 'main', sha256, entry: key },
  positionals: [first = '', second],
}: LockWords): LockRequest | TagRequest {
  const faults = sha256
    .filter((each) => !digest.test(each))
    .map((each) => usageFault(line, `--sha256 has '${each}'`, { allowed: '64 digits of 0 to 9 and a to f' }));
  if (faults.length > 0) throw new FaultError(faults);
  if (first === 'ollama' && second !== undefined) return { from: 'tag', tag: second, registry, hub };
  return second === undefined
    ? { from: 'disk', file: first, projector, repo, key }
    : { from: 'hub', repo: first, file: second, projector, hub, revision, sha256, key };
}
