/** The rules over whatever an object may lack. */
import { describe, expect, test } from '@jest/globals';
import { title } from '../../lib/kubernetes/read/manifest';
import { groupBy } from '../../lib/rules/lists';
import { judge } from '../../lib/rules/judge';
import { asksForMany } from '../generators/runs';
import { changed, set } from './fixtures/verdict';

/** Paths of everything in an object. */
function pathsIn(value: unknown, path = ''): string[] {
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([key, child]) => {
    const place = Array.isArray(value) ? `${path}[${key}]` : `${path}['${key}']`;
    return [place, ...pathsIn(child, place)];
  });
}

/** What makes an object an object: the server takes none without it, and neither does a chart. */
const essential = new Set(["['apiVersion']", "['kind']", "['metadata']", "['metadata']['name']"]);

/**
 * One object for each path of each kind: what two objects of a kind have in common is left out once. All paths where
 * many are asked for.
 */
const step = asksForMany ? 1 : 8;
const cases = changed()
  .charts.flatMap(({ manifests }) => manifests)
  .flatMap((manifest) => pathsIn(manifest).map((path) => ({ manifest, path })));
const once = new Map(
  cases
    .filter(({ path }) => !essential.has(path))
    .map((each) => [`${each.manifest.kind} ${each.path.replaceAll(/\[\d+\]/g, '[]')}`, each]),
);
const byKind = groupBy(
  [...once.values()].filter((_, i) => i % step === 0),
  ({ manifest }) => manifest.kind,
);

describe('judge', () => {
  test.each([...byKind])('takes a %s whatever it leaves out', (_, leftOut) => {
    for (const { manifest, path } of leftOut)
      expect({ path, faults: judge(changed(set(title(manifest), path, undefined)), []) }).toEqual({
        path,
        faults: expect.any(Array),
      });
  });
});
