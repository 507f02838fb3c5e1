/**
 * What `kubernetes/read/served-releases` states, on the real API servers: kinds by their discovery, fields by their OpenAPI
 * description, and features by an object that they keep or not.
 */
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { Json } from '../../lib/kubernetes/read/manifest';
import { unservedFields } from '../../lib/kubernetes/read/field-releases';
import table from '../../lib/kubernetes/read/field-types.json';
import { servedFields, servedKinds } from '../../lib/kubernetes/read/served-releases';
import { lost } from '../cluster/world/read-back';
import { ControlPlane } from '../cluster/control-plane/control-plane';
import { otherVersions } from '../components/sets';
import { featureObjects } from './feature-objects';

interface Discovery {
  readonly groups: readonly { readonly versions: readonly { readonly groupVersion: string }[] }[];
}
interface Resources {
  readonly resources: readonly { readonly kind: string; readonly name: string }[];
}
interface Description {
  readonly definitions: Readonly<Record<string, { readonly properties?: object }>>;
}

/** Versions of built-in groups that a supported release had, beside those of the servers. */
const others = [
  'admissionregistration.k8s.io/v1beta1 MutatingAdmissionPolicy',
  'certificates.k8s.io/v1beta1 ClusterTrustBundle',
  'networking.k8s.io/v1beta1 IPAddress',
  'networking.k8s.io/v1beta1 ServiceCIDR',
  'policy/v1beta1 PodDisruptionBudget',
  'resource.k8s.io/v1beta1 ResourceClaim',
  'resource.k8s.io/v1beta2 DeviceClass',
  'scheduling.k8s.io/v1beta1 PodGroup',
  'storage.k8s.io/v1beta1 VolumeAttributesClass',
];

/** The kubelet refuses a pod with the first, which servers take; only a pod that exists can have the second. */
const withoutObject = ['Volume.gitRepo', 'EphemeralContainer.restartPolicyRules'];

/** Releases that lack every field of the table, and all but those inside of others. */
const older = ['1.0', '1.35'];

/** Types that only servers write. */
const isStatus = (type: string): boolean => /Status|Condition|ContainerState|List$/.test(type);

describe.each(Object.entries({ ...otherVersions, '1.36': {} }))('Kubernetes %s', (release, programs) => {
  let plane: ControlPlane;
  const read = async (path: string): Promise<unknown> => JSON.parse(await plane.kubectl.run(['get', '--raw', path]));
  beforeAll(async () => {
    plane = await ControlPlane.start({ programs });
  });
  afterAll(() => plane?.stop());

  test('serves the kinds that the table says, and no other of those that it names', async () => {
    const { groups } = (await read('/apis')) as Discovery;
    const versions = ['v1', ...groups.flatMap((group) => group.versions.map(({ groupVersion }) => groupVersion))];
    const served = new Set<string>();
    for (const version of versions) {
      const { resources } = (await read(version === 'v1' ? '/api/v1' : `/apis/${version}`)) as Resources;
      for (const { kind, name } of resources) if (!name.includes('/')) served.add(`${version} ${kind}`);
    }
    const stated = (text: string): boolean => {
      const [apiVersion = '', kind = ''] = text.split(' ');
      return unservedFields({ apiVersion, kind, metadata: { name: 'a' } }, release).length === 0;
    };
    const all = [...new Set([...served, ...Object.keys(servedKinds), ...Object.keys(table.kinds), ...others])].sort();
    expect(all.length).toBeGreaterThan(70);
    expect(all.filter(stated)).toEqual(all.filter((each) => served.has(each)));
  });

  test('describes every field that the table does not name', async () => {
    const { definitions } = (await read('/openapi/v2')) as Description;
    const described = new Map<string, Set<string>>();
    for (const [name, { properties = {} }] of Object.entries(definitions)) {
      const type = name.slice(name.lastIndexOf('.') + 1);
      if (name.startsWith('io.k8s.'))
        described.set(type, new Set([...(described.get(type) ?? []), ...Object.keys(properties)]));
    }
    const unnamed = Object.entries(table.types)
      .filter(([type]) => described.has(type) && !isStatus(type))
      .flatMap(([type, fields]) =>
        Object.keys(fields)
          .filter((field) => field !== 'status' && described.get(type)?.has(field) === false)
          .map((field) => `${type}.${field}`),
      )
      .filter((name) => servedFields[name] === undefined);
    expect(unnamed).toEqual([]);
  });

  test.each(Object.entries(featureObjects))('keeps or drops %s as the table says', async (name, manifest) => {
    const last = name.slice(name.indexOf('.'));
    const found = older.flatMap((each) => unservedFields(manifest, each)).find(({ field }) => field.endsWith(last));
    if (found === undefined) throw new Error(`the object for ${name} does not have it`);
    const [kept] = await plane.client.apply([manifest], { dryRun: true }).then(
      ({ objects }) => objects,
      () => [],
    );
    const dropped = lost(manifest as unknown as Json, kept as unknown as Json | undefined).map(
      (line) => line.split(': ', 1)[0] ?? '',
    );
    expect(dropped.some((path) => found.field.startsWith(path))).toBe(
      unservedFields(manifest, release).some(({ field }) => found.field.startsWith(field)),
    );
  });
});

test('every field of the table has an object', () => {
  expect([...Object.keys(featureObjects), ...withoutObject].sort()).toEqual(Object.keys(servedFields).sort());
});
