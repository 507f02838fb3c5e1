/** Names of container images, as registries and runtimes read them. */
import { z } from 'zod';
import { longestTexts } from './bounds';
import { noted } from './facts';
import { isReachable } from './hosts';
import { text } from './text';

/** A registry with its port, and folders, whose words are parted by one dot, one or two underscores, or hyphens. */
const form = /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?(:\d{1,5})?(\/[a-z0-9]+((\.|__?|-+)[a-z0-9]+)*)*$/;

const isRegistryPath = (value: string): boolean => form.test(value) && isReachable(`https://${value}`);

/** A registry, or a folder of one, without a tag and without a slash at its end. */
export const registryPath = text(
  isRegistryPath,
  "a registry or a folder of one, without https: and without a tag: 'ghcr.io', 'mirror.example:5000/ghcr'",
  longestTexts.registry,
);

/** Most characters of a name with its registry, before the tag. */
const longestName = 255;

const imageForm = 'registry/name:tag@sha256:… with both a tag and a digest of 64 hexadecimal digits';

function isImage(value: string): boolean {
  const [, name = ''] = /^(.*):\w[\w.-]{0,127}@sha256:[0-9a-f]{64}$/.exec(value) ?? [];
  return name.length <= longestName && name.includes('/') && isRegistryPath(name);
}

/** An image by a tag that people can read and a digest that cannot move. */
export const imageReference = noted(
  z
    .string()
    .max(longestTexts.image, { error: `at most ${longestTexts.image} characters`, abort: true })
    .refine(isImage, { error: imageForm, params: { format: true } }),
  { allowed: imageForm },
);
