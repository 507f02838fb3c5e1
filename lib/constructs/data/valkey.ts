/**
 * A Valkey with one pod: a Deployment where nothing is kept, a StatefulSet with a volume where snapshots or a log are,
 * with its Service, identity, policy and certificate. Its users follow the Secrets.
 */
import type { Construct } from 'constructs';
import { valkeyKeeper, valkeyPort } from '../../catalog';
import { bytesQuantity, durationText, mib, mibText, refuse } from '../../core';
import {
  annotations,
  movable,
  object,
  objectLabels,
  selectorLabels,
  serviceHosts,
  workloadPolicy,
} from '../../kubernetes/draw';
import { clusterDomain, type Kinds } from '../../kubernetes/kinds';
import { valkeyGrace, valkeyMemory, valkeyVolume } from '../../sizing';
import { podMetadata } from '../added';
import { ServerCertificate } from '../edge/server-certificate';
import { ServedWorkload } from '../served-workload';
import { workloadIdentity } from '../workload-identity';
import { valkeyData, valkeyPod } from './valkey-pod';
import type { ValkeyKeeps, ValkeyProps } from './valkey-props';

const port = valkeyPort;
const smallest = mib(64);

/** A name that a list of users takes as it is, and a prefix without a star or a blank. */
const nameForm = /^[a-z][a-z0-9_-]{0,62}$/;
const prefixForm = /^[A-Za-z0-9:._/-]{1,64}$/;

/**
 * Named like the construct, as are its Service, the account of its pod and its certificate.
 *
 * @throws FaultError `ValkeyUser` where a list of users cannot have a name or a prefix, `ValkeyMemory` where a tenth of
 *   the memory is too little for the buffers of clients
 */
export class Valkey extends ServedWorkload {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: ValkeyProps,
  ) {
    const { namespace, from = [], tls, keeps = { by: 'nothing' } } = props;
    super(scope, id, {
      namespace,
      component: 'valkey',
      port,
      kind: keeps.by === 'nothing' ? 'Deployment' : 'StatefulSet',
      scheme: tls === 'none' ? 'redis' : 'rediss',
    });
    this.check();
    workloadIdentity(this, namespace, this.owner);
    workloadPolicy(this, 'policy', namespace, this.owner, {
      ingress: from.map((peer) => ({ peer, port })),
      egress: [],
    });
    this.certificate();
    this.serviceNamed('service', id, { type: 'ClusterIP' });
    if (keeps.by === 'nothing') this.deployment();
    else this.statefulSet(keeps);
  }

  private serviceNamed(id: string, name: string, spec: Kinds['Service']['spec']): void {
    object(this, id, 'Service', {
      metadata: { name, namespace: this.namespace, labels: objectLabels(this.owner) },
      spec: {
        ...spec,
        selector: selectorLabels(this.owner),
        ports: [{ name: 'valkey', port, targetPort: 'valkey', protocol: 'TCP' }],
      },
    });
  }

  private check(): void {
    const { users, maxMemory } = this.props;
    const at = `${this.name}.users`;
    const entries = Object.entries(users);
    if (entries.length === 0) refuse('ValkeyUser', at, 'names no user', { fix: 'add one, with its password' });
    for (const [name, { prefixes = [] }] of entries) {
      if (!nameForm.test(name) || name === 'default' || name === valkeyKeeper)
        refuse('ValkeyUser', at, `'${name}' is no name of a user`, {
          allowed: `small letters, digits, '_' and '-', a letter first, at most 63 characters; neither 'default' nor '${valkeyKeeper}'`,
        });
      for (const prefix of prefixes)
        if (!prefixForm.test(prefix))
          refuse('ValkeyUser', `${at}.${name}.prefixes`, `'${prefix}' is no prefix of keys`, {
            allowed: 'letters, digits and : . _ / -, at most 64 characters; a star is added',
          });
    }
    if (!Number.isInteger(maxMemory) || maxMemory < smallest)
      refuse('ValkeyMemory', `${this.name}.maxMemory`, `${maxMemory} bytes`, {
        allowed: `a whole number of bytes, at least ${mibText(smallest)} MiB: a value may take a tenth of it`,
      });
  }

  private certificate(): void {
    const { namespace, tls, domain = clusterDomain } = this.props;
    if (tls === 'none' || tls.issuer === undefined) return;
    new ServerCertificate(this, this.name, {
      namespace,
      issuer: tls.issuer,
      secretName: tls.secretName,
      hosts: serviceHosts(this.name, namespace, domain),
      component: this.owner.component,
    });
  }

  /** What a Deployment and a StatefulSet have in common. */
  private common(volume?: string) {
    const { namespace, maxMemory, keeps = { by: 'nothing' }, additions = {} } = this.props;
    const memory = valkeyMemory(maxMemory, keeps.by);
    const grace = valkeyGrace(maxMemory, keeps.by);
    return {
      metadata: {
        name: this.name,
        namespace,
        labels: objectLabels(this.owner),
        annotations: annotations({
          'because.memory': `${mibText(memory.value)} MiB: ${memory.because}`,
          'because.grace': `${durationText(grace.value)}: ${grace.because}`,
          'because.volume': volume,
        }),
      },
      spec: {
        replicas: 1,
        revisionHistoryLimit: 1,
        selector: { matchLabels: selectorLabels(this.owner) },
        template: {
          // It may be moved: what it keeps is on its volume when it ends.
          metadata: podMetadata(this.owner, additions, movable),
          spec: valkeyPod(this, this.owner, this.props, { port, memory: memory.value, grace: grace.value }),
        },
      },
    };
  }

  private deployment(): void {
    const { metadata, spec } = this.common();
    object(this, 'deployment', 'Deployment', {
      metadata,
      // Two at once would be two caches behind one address.
      spec: { ...spec, strategy: { type: 'Recreate' } },
    });
  }

  private statefulSet({ by, storageClass }: Exclude<ValkeyKeeps, { by: 'nothing' }>): void {
    const size = valkeyVolume(this.props.maxMemory, by);
    const { metadata, spec } = this.common(size.because);
    // The Service that a StatefulSet asks for.
    const headless = `${this.name}-pods`;
    this.serviceNamed('headless-service', headless, { clusterIP: 'None', publishNotReadyAddresses: true });
    object(this, 'stateful-set', 'StatefulSet', {
      metadata,
      spec: {
        ...spec,
        serviceName: headless,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: valkeyData },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: storageClass,
              resources: { requests: { storage: bytesQuantity(size.value) } },
            },
          },
        ],
      },
    });
  }
}
