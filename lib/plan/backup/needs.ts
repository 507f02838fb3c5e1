/** What a backup uses and others provide: its Secrets, and the authorities that it trusts. */
import type { Environment } from '../../environment';
import { storeNamespace } from '../names';

/** An object that comes from others. */
export interface BackupNeed {
  readonly kind: 'ConfigMap' | 'Secret';
  readonly namespace: string;
  readonly name: string;
  /** Entries that it must have. */
  readonly keys: readonly string[];
}

/** Everything that the backup of an environment needs of others; nothing without one. */
export function backupNeeds({ cluster, backup }: Pick<Environment, 'cluster' | 'backup'>): readonly BackupNeed[] {
  if (backup === undefined) return [];
  const namespace = storeNamespace({ cluster });
  const { to, password } = backup;
  return [
    { kind: 'Secret', namespace, name: password.secretName, keys: [password.key] },
    {
      kind: 'Secret',
      namespace,
      name: to.credentials.secretName,
      keys: ['access-key-id', 'secret-access-key'],
    },
    ...(to.caBundle === undefined
      ? []
      : [{ kind: 'ConfigMap', namespace, name: to.caBundle.configMap, keys: [to.caBundle.key] } as const]),
  ];
}
