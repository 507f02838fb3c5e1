/** The default deny of pods of Corral in a namespace that exists, where other pods keep what they may do. */
import { Construct } from 'constructs';
import { denyOfPlatform, type Owner } from '../../kubernetes/draw';

export interface PlatformIsolationProps {
  /** The namespace, which exists and may have pods of others. */
  readonly namespace: string;
}

/**
 * A NetworkPolicy named like the construct. It selects by `app.kubernetes.io/part-of: corral`, so pods of others keep
 * their traffic.
 */
export class PlatformIsolation extends Construct {
  constructor(scope: Construct, id: string, { namespace }: PlatformIsolationProps) {
    super(scope, id);
    const owner: Owner = { component: 'namespace', instance: id };
    denyOfPlatform(this, 'policy', namespace, owner);
  }
}
