/**
 * A namespace of the platform: pod security by name and version, `restricted` if nothing else is asked for, and nothing allowed until a policy allows
 * it.
 */
import { Construct } from 'constructs';
import { denyByDefault, object, objectLabels, type Owner } from '../../kubernetes/draw';

export interface PlatformNamespaceProps {
  /** Kubernetes release whose pod security rules hold, so that an upgrade of the cluster changes no verdict: `1.36`. */
  readonly kubernetes: string;
  /** Level that pods must keep. @default 'restricted' */
  readonly level?: 'restricted' | 'privileged';
}

/** Modes of pod security admission; all three say the same, so that a warning is never weaker than the refusal. */
const modes = ['enforce', 'audit', 'warn'] as const;

/** A Namespace named like the construct, with its default-deny NetworkPolicy. */
export class PlatformNamespace extends Construct {
  constructor(scope: Construct, id: string, { kubernetes, level = 'restricted' }: PlatformNamespaceProps) {
    super(scope, id);
    const owner: Owner = { component: 'namespace', instance: id };
    object(this, 'namespace', 'Namespace', {
      metadata: {
        name: id,
        labels: {
          ...objectLabels(owner),
          ...Object.fromEntries(
            modes.flatMap((mode) => [
              [`pod-security.kubernetes.io/${mode}`, level],
              [`pod-security.kubernetes.io/${mode}-version`, `v${kubernetes}`],
            ]),
          ),
        },
      },
    });
    denyByDefault(this, 'default-deny', id, owner);
  }
}
