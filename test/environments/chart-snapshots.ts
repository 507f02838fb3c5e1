/** What an environment renders, chart by chart. A change here is a change in somebody's cluster: read it. */
import { describe, expect, test } from '@jest/globals';
import { synthesise, toYaml, type EnvironmentInput } from '../../lib';
import { withoutPrograms } from './readable';

/** Declares a test for each chart. Each environment has a file of its own, so that its snapshots do. */
export function snapshots(environment: EnvironmentInput): void {
  const { name: title, charts } = synthesise(environment);
  describe(title, () => {
    test.each(charts.map(({ name, wave, manifests }) => [`wave ${wave}: ${name}`, manifests] as const))('%s', (_, manifests) => {
      expect(toYaml(manifests.map(withoutPrograms))).toMatchSnapshot();
    });
  });
}
