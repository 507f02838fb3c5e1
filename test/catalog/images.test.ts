/** The image data is sane: pinned by digest, no older than allowed, and comparable. */
import { describe, expect, test } from '@jest/globals';
import { compareVersions, type Image, imageReference, isTooOld } from '../../lib/catalog/image';
import { images } from '../../lib/catalog/images';
import { type ComponentName, components } from '../../scripts/toolchain/components';
import { versionOf } from '../../scripts/toolchain/recipe';
import pinned from '../../lib/catalog/versions.json';

const all: readonly (readonly [string, Image])[] = Object.entries(images);

describe.each(all)('%s', (_, image) => {
  test('is a tag and an index digest', () => {
    expect(imageReference(image)).toMatch(/^[^@:]+\/[^@:]+:[^@:]+@sha256:[0-9a-f]{64}$/);
    expect(image.tag).not.toBe('latest');
  });

  test('is at or above its minimum version, which has a reason', () => {
    expect(compareVersions(image.version, image.minimum.version)).toBeGreaterThanOrEqual(0);
    expect(isTooOld(image)).toBe(false);
    expect(image.minimum.because.length).toBeGreaterThan(10);
  });

  test('has the version that its tag names', () => {
    const numbers = [...image.tag.matchAll(/\d+/g)].map(([digits]) => Number(digits)).join(' ');
    if (image.tag !== 'nonroot') expect(` ${numbers} `).toContain(` ${image.version.join(' ')} `);
  });

  test('writes to absolute paths', () => {
    for (const path of image.writes) expect(path).toMatch(/^\/[^/].*[^/]$/);
  });
});

test('versions.json has exactly these images, each with what a bot edits', () => {
  expect(Object.keys(pinned)).toEqual(Object.keys(images));
  for (const each of Object.values(pinned))
    expect(Object.keys(each)).toEqual(['repository', 'tag', 'digest', 'version']);
});

test('an image that does not exist does not compile', () => {
  // @ts-expect-error no image of that name
  expect(images.olama).toBeUndefined();
});

test('the images of llama-server for CPUs and for GPUs of every vendor are of one build', () => {
  const { llamaServer, llamaServerCuda, llamaServerRocm, llamaServerVulkan } = images;
  for (const { version } of [llamaServerCuda, llamaServerRocm, llamaServerVulkan])
    expect(version).toEqual(llamaServer.version);
});

test('no two images share a reference or a digest', () => {
  expect(new Set(all.map(([, { digest }]) => digest)).size).toBe(all.length);
  expect(new Set(all.map(([, image]) => imageReference(image))).size).toBe(all.length);
});

/** The programs of images that tests run, by the component of tools/ that is built from the same source. */
const run = {
  ollama: 'ollama',
  llamaServer: 'llama-server',
  restic: 'restic',
  envoy: 'envoy',
} as const satisfies Partial<Readonly<Record<keyof typeof images, ComponentName>>>;

test('an image is proven while the tests run its program in this very version', () => {
  const proven = Object.entries(run).filter(([name, component]) => {
    const version = versionOf(components[component]).match(/\d+/g)?.map(Number) ?? [];
    return compareVersions(version, images[name as keyof typeof run].version) === 0;
  });
  expect(all.filter(([, each]) => each.proven).map(([name]) => name)).toEqual(proven.map(([name]) => name));
});

test('both llama-server images are the same build', () => {
  expect(images.llamaServerCuda.version).toEqual(images.llamaServer.version);
});

test('versions compare number by number', () => {
  expect(compareVersions([0, 34, 2], [0, 31, 2])).toBeGreaterThan(0);
  expect(compareVersions([0, 9, 9], [0, 31, 2])).toBeLessThan(0);
  expect(compareVersions([1, 2], [1, 2, 0])).toBe(0);
  expect(compareVersions([1, 2], [1, 2, 1])).toBeLessThan(0);
  expect(isTooOld({ ...images.llamaServer, version: [10487] })).toBe(true);
  expect(isTooOld({ ...images.llamaServer, version: [10488] })).toBe(false);
});
