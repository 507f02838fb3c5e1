/** A program's files as a ConfigMap whose name follows its content, and the volume that mounts it. */
import { ConfigMap } from 'cdk8s-plus-28';
import type { Construct } from 'constructs';
import { hashedName } from '../core/name';
import type { Volume, VolumeMount } from '../kubernetes/kinds';
import { objectLabels, type Owner } from '../kubernetes/labels';

/** Files of a program, mounted read-only. */
export interface ProgramFiles {
  readonly volume: Volume;
  readonly mount: VolumeMount;
  /** Name of the ConfigMap: changes with its content, so that pods are replaced when a program changes. */
  readonly name: string;
}

/** Adds the ConfigMap of a program and describes how to mount it. */
export function programFiles(
  scope: Construct, id: string, namespace: string, owner: Owner, { files, mountPath }: { readonly files: Readonly<Record<string, string>>; readonly mountPath: string },
): ProgramFiles {
  const sorted = Object.fromEntries(Object.entries(files).sort(([a], [b]) => (a < b ? -1 : 1)));
  const name = hashedName(`${owner.instance}-${id}`, JSON.stringify(sorted));
  new ConfigMap(scope, `${id}-files`, { metadata: { name, namespace, labels: objectLabels(owner) }, data: sorted, immutable: true });
  return {
    name,
    volume: { name: id, configMap: { name, defaultMode: 0o555 } },
    mount: { name: id, mountPath, readOnly: true },
  };
}
