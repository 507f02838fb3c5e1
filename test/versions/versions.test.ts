/**
 * Every environment on the oldest and the newest API server that can be had: it accepts every object, strictly and
 * without a warning, and keeps every field.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib';
import { environments } from '../../overlays';
import { otherVersions } from '../components/sets';
import { changedByApply, deliver, type Delivered, lostBy } from '../cluster/world/deliver';
import { wavesOf } from '../cluster/world/rendered';
import { startWorld, type World } from '../cluster/world/world';

/** What is rendered for a version. */
const of = (version: string, input: EnvironmentInput): EnvironmentInput => ({
  ...input,
  cluster: { ...input.cluster, kubernetes: version as '1.33' | '1.37' },
});

describe.each(Object.entries(otherVersions))('Kubernetes %s', (version, programs) => {
  describe.each(environments)('$name', (input) => {
    let world: World;
    let delivered: Delivered;
    beforeAll(async () => {
      world = await startWorld(of(version, input), { programs });
    });
    afterAll(() => world?.end());

    test('is applied wave by wave without a warning, and is kept as it was sent', async () => {
      const { gitVersion } = JSON.parse(await world.plane.kubectl.run(['get', '--raw', '/version']));
      expect(gitVersion).toMatch(`v${version}.`);
      delivered = await deliver(world.plane.client, wavesOf(world.rendered.charts));
      expect({ warnings: delivered.warnings, lost: lostBy(delivered) }).toEqual({ warnings: [], lost: [] });
    });

    test('applied again, changes nothing', async () => {
      expect(await changedByApply(world.plane.client, delivered.sent)).toEqual([]);
    });
  });
});
