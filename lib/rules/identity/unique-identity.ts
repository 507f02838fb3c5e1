/** Refuses two objects of the same group, kind, namespace and name, in one chart or in several. */
import { identity } from '../../kubernetes/read';
import type { Evidence, Seen } from '../evidence';
import type { Finding, Rule } from '../rule';

function check({ all }: Evidence): Finding[] {
  const first = new Map<string, Seen>();
  return all.flatMap((seen) => {
    const earlier = first.get(identity(seen.manifest));
    if (earlier === undefined) {
      first.set(identity(seen.manifest), seen);
      return [];
    }
    return [
      {
        manifest: seen.manifest,
        field: 'metadata.name',
        found: `chart '${seen.chart}' renders it, and so does chart '${earlier.chart}'`,
        fix: 'give one of the two another name, or render it once',
      },
    ];
  });
}

export const uniqueIdentity: Rule = {
  name: 'unique-identity',
  promise: 'No two objects have the same group, kind, namespace and name. The version does not count.',
  cluster: 'The server takes the second as a change of the first: the object ends as whichever was applied last.',
  check,
};
