/**
 * `kubectl apply -k` on the rendered folder of each environment: everything at once, as a person does it, and a second
 * time nothing.
 */
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import type { Manifest } from '../../lib/kubernetes/read/manifest';
import { environments } from '../../overlays';
import { ensureTools } from '../../scripts/toolchain/tools';
import { controlPlaneTools } from '../components/sets';
import type { KubernetesClient } from './client/client';
import { ControlPlane } from './control-plane/control-plane';
import { count } from './claims';
import { installNeeded } from './world/definitions';
import { objectsIn, render } from './world/rendered';

const minutes = 60_000;
let plane: ControlPlane | undefined;

beforeAll(() => ensureTools(controlPlaneTools), 15 * minutes);
afterEach(async () => {
  await plane?.stop();
  plane = undefined;
});

/** Annotations that controllers write when they get to it. */
const ofControllers = /^(deployment|volume|volume\.beta|pv)\.kubernetes\.io\//;

/**
 * Objects as the server keeps them, without what controllers and clocks write; kubectl says `configured` for some that
 * do not change.
 */
const kept = async (client: KubernetesClient, objects: readonly Manifest[]): Promise<readonly unknown[]> =>
  Promise.all(
    objects.map(async (object) => {
      const { status: _status, metadata, ...rest } = (await client.read(object)) ?? object;
      const {
        managedFields: _fields,
        resourceVersion: _version,
        annotations = {},
        ...stable
      } = metadata as Manifest['metadata'] & { readonly managedFields?: unknown; readonly resourceVersion?: unknown };
      return {
        ...rest,
        metadata: {
          ...stable,
          annotations: Object.fromEntries(Object.entries(annotations).filter(([key]) => !ofControllers.test(key))),
        },
      };
    }),
  );

test.each(environments)('$name', async (input) => {
  // Without autoscalers, which would move replicas between the two applies.
  plane = await ControlPlane.start({ controllerManager: ['--controllers=-horizontal-pod-autoscaler-controller'] });
  const rendered = render(input, plane);
  await installNeeded(plane.client, rendered.synthesis.plan.environment);
  const objects = objectsIn(rendered.charts);
  const { client, kubectl } = plane;
  const apply = () => kubectl.try(['apply', '-k', rendered.folder]);
  const first = await apply();
  expect({ code: first.code, stderr: first.stderr, created: first.stdout.match(/ created$/gm)?.length }).toEqual({
    code: 0,
    stderr: '',
    created: objects.length,
  });
  const before = await kept(client, objects);
  const second = await apply();
  expect({ code: second.code, stderr: second.stderr }).toEqual({ code: 0, stderr: '' });
  expect(await kept(client, objects)).toEqual(before);
  count('kustomize', { environments: 1, objects: objects.length });
});
