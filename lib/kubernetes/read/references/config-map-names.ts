/** Gives ConfigMaps other names where an object refers to them. */
import { isPlainObject } from '../../../core';
import type { Manifest } from '../manifest';

/** Fields of pods that name a ConfigMap: a volume or a source of one, all of its keys as variables, one of them. */
const fields: ReadonlySet<string> = new Set(['configMap', 'configMapRef', 'configMapKeyRef']);

function renamed(value: unknown, nameOf: (name: string) => string | undefined): unknown {
  if (Array.isArray(value)) return value.map((each) => renamed(each, nameOf));
  if (!isPlainObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, each]) => {
      if (!fields.has(key) || !isPlainObject(each)) return [key, renamed(each, nameOf)];
      const name = typeof each['name'] === 'string' ? nameOf(each['name']) : undefined;
      return [key, name === undefined ? each : { ...each, name }];
    }),
  );
}

/** An object whose pods refer to ConfigMaps by other names: `nameOf` gives the new name, or `undefined`. */
export const withConfigMapNames = (manifest: Manifest, nameOf: (name: string) => string | undefined): Manifest =>
  manifest['spec'] === undefined ? manifest : { ...manifest, spec: renamed(manifest['spec'], nameOf) };
