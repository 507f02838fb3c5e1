/** Mirrors of registries: a misspelt registry would silently be read itself. */
import { images } from '../../catalog';
import { childPath, type Path, suggest } from '../../core';
import type { FaultList } from '../fault-codes';

/** Registries of the images that Corral renders. */
const registries = [...new Set(Object.values(images).map(({ repository }) => repository.split('/')[0] ?? ''))];

/** Any registry may have a mirror, used or not: several environments share the list. */
export function checkMirrors(faults: FaultList, mirrors: Readonly<Record<string, string>>, place: Path): void {
  for (const from of Object.keys(mirrors)) {
    const [registry = ''] = from.split('/');
    if (registries.includes(registry)) continue;
    const meant = suggest(registry, registries);
    if (meant.length > 0)
      faults.add('UnknownRegistry', childPath(place, from), `no image comes from '${registry}'`, {
        'did you mean': meant,
        fix: 'leave it out, if it is another registry',
      });
  }
}
