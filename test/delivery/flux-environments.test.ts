/** Every environment that is delivered by GitOps comes up under the real Flux in the order of its waves. */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { environments } from '../../overlays';
import { idle, podsOf, refusals } from '../cluster/world/roll-call';
import { FluxSite, objectsOf } from './support/flux-site';

const minutes = 60_000;

// The life of staging is `flux.test.ts`.
const others = environments.filter(({ delivery, name }) => delivery === 'gitops' && name !== 'staging');

describe.each(others)('$name', (environment) => {
  let site: FluxSite;

  beforeAll(async () => {
    site = await FluxSite.start(environment);
    await site.bootstrap(environment.name);
  }, 20 * minutes);
  afterAll(() => site.end());

  test('comes up in the order of its waves, a model after the loaders of its weights', async () => {
    expect(await site.cameTooEarly(environment)).toEqual([]);
    expect(await site.missing(objectsOf(environment))).toEqual([]);
    expect({ idle: idle(await podsOf(site.world)), refused: await refusals(site.world) }).toEqual({
      idle: [],
      refused: [],
    });
  });
});
