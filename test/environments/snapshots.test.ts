/** What each environment renders, chart by chart. A change here is a change in somebody's cluster: read it. */
import { describe, expect, test } from '@jest/globals';
import { synthesiseAll, toYaml } from '../../lib';
import { environments } from '../../overlays';
import { withoutPrograms } from './readable';

for (const synthesis of synthesiseAll(environments)) {
  describe(synthesis.name, () => {
    for (const { name, wave, manifests } of synthesis.charts) {
      test(`wave ${wave}: ${name}`, () => {
        expect(toYaml(manifests.map(withoutPrograms))).toMatchSnapshot();
      });
    }
  });
}
