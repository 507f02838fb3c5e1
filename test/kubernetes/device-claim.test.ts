/** What a claim asks for, and that its template has a name that follows it. */
import { expect, test } from '@jest/globals';
import { gib } from '../../lib/core/bytes';
import { derived } from '../../lib/core/derived';
import { isNamedByContent } from '../../lib/kubernetes/draw';
import { claimSpec, claimTemplate, isClaimed, type ClaimedDevices } from '../../lib/kubernetes/draw/device-claim';
import { draw } from '../constructs/support/drawn';

const resource = 'gpu.nvidia.com.deviceclass.resource.k8s.io/devices';
const claim: NonNullable<ClaimedDevices['claim']> = {
  driver: 'gpu.nvidia.com',
  attributes: { type: ['gpu'] },
  products: ['NVIDIA-L40S'],
  memory: derived(gib(24), 'a test'),
};

const expressionsOf = (devices: ClaimedDevices): readonly string[] =>
  (claimSpec(devices).devices?.requests ?? []).flatMap(({ exactly }) =>
    (exactly?.selectors ?? []).map(({ cel }) => cel.expression),
  );

test('each selector asks first whether a device has what it reads', () => {
  expect(expressionsOf({ resource, count: 1, claim })).toEqual([
    "'type' in device.attributes['gpu.nvidia.com'] && device.attributes['gpu.nvidia.com'].type in ['gpu']",
    "'productName' in device.attributes['gpu.nvidia.com'] && device.attributes['gpu.nvidia.com'].productName.replace(' ', '-') in ['NVIDIA-L40S']",
    "'memory' in device.capacity['gpu.nvidia.com'] && device.capacity['gpu.nvidia.com'].memory.compareTo(quantity('24Gi')) >= 0",
  ]);
});

test('a product with a quote or a backslash stays one text', () => {
  const products = [String.raw`it's a \ card`];
  expect(expressionsOf({ resource, count: 1, claim: { ...claim, products } })[1]).toMatch(
    / in \['it\\'s a \\\\ card'\]$/,
  );
});

test('without a description a claim asks for the class alone', () => {
  expect(claimSpec({ resource, count: 2 })).toEqual({
    devices: {
      requests: [
        {
          name: 'gpu',
          exactly: { deviceClassName: 'gpu.nvidia.com', allocationMode: 'ExactCount', count: 2, selectors: undefined },
        },
      ],
    },
  });
});

test('devices of a class are claimed, and extended resources are counted', () => {
  expect(isClaimed({ resource, count: 1 })).toBe(true);
  expect(isClaimed({ resource: 'nvidia.com/gpu', count: 1 })).toBe(false);
  expect(isClaimed(undefined)).toBe(false);
});

test.each(['chat', 'c'.repeat(60)])('the name of the template of %s follows its spec', (instance) => {
  const drawn = (count: number) =>
    draw((chart) => {
      claimTemplate(chart, 'serving', { component: 'llama-server', instance }, { resource, count, claim });
    });
  const [one] = drawn(1);
  const [two] = drawn(2);
  if (one === undefined || two === undefined) throw new Error('no template is drawn');
  expect(one.metadata.name).not.toBe(two.metadata.name);
  expect([one, two].map(isNamedByContent)).toEqual([true, true]);
  expect(isNamedByContent({ ...one, spec: two['spec'] })).toBe(false);
});
