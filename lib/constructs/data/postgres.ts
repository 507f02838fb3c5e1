/**
 * A PostgreSQL with one pod and a volume that stays: a StatefulSet with its Service, identity and policy. Its users and
 * databases follow the Secrets, at the first start and after each change.
 */
import type { Construct } from 'constructs';
import { images, postgresExporterPort, postgresPort } from '../../catalog';
import { bytesQuantity, ceilSeconds, refuse, seconds } from '../../core';
import {
  affinity,
  object,
  objectLabels,
  podDefaults,
  selectorLabels,
  tolerations,
  waitedFor,
  workloadPolicy,
} from '../../kubernetes/draw';
import type { Kinds } from '../../kubernetes/kinds';
import { addedToSpec, podMetadata } from '../added';
import { podMonitor, scrapeAnnotations } from '../observability/scraping';
import { ServedWorkload } from '../served-workload';
import { workloadIdentity } from '../workload-identity';
import { exporterMetrics, postgresContainers } from './postgres-pod';
import type { PostgresProps, PostgresVersion } from './postgres-props';

/** A name that psql, a path and a list of words take as it is. */
const nameForm = /^[a-z_][a-z0-9_]{0,62}$/;

/**
 * Named like the construct, as are its Service and the account of its pod.
 *
 * @throws FaultError `DatabaseName` where a name cannot be written into a list, `MajorVersion` where the image has another
 *   version than `version`
 */
export class Postgres extends ServedWorkload {
  constructor(
    scope: Construct,
    id: string,
    private readonly props: PostgresProps,
  ) {
    const { namespace, from = [], exporter } = props;
    super(scope, id, { namespace, component: 'postgres', port: postgresPort, kind: 'StatefulSet' });
    this.check();
    workloadIdentity(this, namespace, this.owner);
    workloadPolicy(this, 'policy', namespace, this.owner, {
      ingress: [
        ...from.map((peer) => ({ peer, port: postgresPort })),
        ...(exporter?.from === undefined ? [] : [{ peer: exporter.from, port: postgresExporterPort }]),
      ],
      egress: [],
    });
    this.serviceNamed('service', id, { type: 'ClusterIP' });
    this.serviceNamed('headless-service', this.headless, { clusterIP: 'None', publishNotReadyAddresses: true });
    this.statefulSet();
    podMonitor(this, namespace, this.owner, exporter?.scraping, [exporterMetrics]);
  }

  private get version(): PostgresVersion {
    return this.props.version ?? 17;
  }

  private check(): void {
    const { databases, image = images.postgres } = this.props;
    const entries = Object.entries(databases);
    if (entries.length === 0)
      refuse('DatabaseName', `${this.name}.databases`, 'names no database', { fix: 'add one, with its owner' });
    for (const name of entries.flatMap(([database, { owner }]) => [database, owner]))
      if (!nameForm.test(name))
        refuse('DatabaseName', `${this.name}.databases`, `'${name}' is no name of a database or a user`, {
          allowed: "small letters, digits and '_', no digit first, at most 63 characters",
        });
    if (image.version[0] !== this.version)
      refuse('MajorVersion', `${this.name}.version`, `${this.version}, and the image has ${image.version.join('.')}`, {
        fix: `an image of PostgreSQL ${this.version}, or version: ${String(image.version[0])}`,
      });
  }

  /** Name of the Service that a StatefulSet asks for. */
  private get headless(): string {
    return `${this.name}-pods`;
  }

  private serviceNamed(id: string, name: string, spec: Kinds['Service']['spec']): void {
    object(this, id, 'Service', {
      metadata: { name, namespace: this.namespace, labels: objectLabels(this.owner) },
      spec: {
        ...spec,
        selector: selectorLabels(this.owner),
        ports: [{ name: 'postgres', port: postgresPort, targetPort: 'postgres', protocol: 'TCP' }],
      },
    });
  }

  private statefulSet(): void {
    const { namespace, storage, scheduling, exporter, additions = {} } = this.props;
    object(this, 'stateful-set', 'StatefulSet', {
      metadata: { name: this.name, namespace, labels: objectLabels(this.owner) },
      spec: {
        replicas: 1,
        serviceName: this.headless,
        revisionHistoryLimit: 1,
        persistentVolumeClaimRetentionPolicy: { whenDeleted: 'Retain', whenScaled: 'Retain' },
        selector: { matchLabels: selectorLabels(this.owner) },
        template: {
          metadata: podMetadata(this.owner, additions, {
            ...waitedFor,
            ...scrapeAnnotations(exporter?.scraping, exporterMetrics),
          }),
          spec: {
            ...podDefaults,
            serviceAccountName: this.name,
            priorityClassName: scheduling?.priorityClassName,
            affinity: affinity(this.owner, scheduling?.pools ?? []),
            tolerations: tolerations(scheduling?.pools ?? [], [], scheduling?.tolerations),
            ...addedToSpec(additions, scheduling),
            // The image ends with SIGINT: sessions are cut, and a checkpoint is written.
            terminationGracePeriodSeconds: ceilSeconds(seconds(120)),
            ...postgresContainers(this, this.owner, this.props),
          },
        },
        volumeClaimTemplates: [
          {
            apiVersion: 'v1',
            kind: 'PersistentVolumeClaim',
            metadata: { name: `data-${this.version}` },
            spec: {
              accessModes: ['ReadWriteOnce'],
              storageClassName: storage.storageClass,
              resources: { requests: { storage: bytesQuantity(storage.size) } },
            },
          },
        ],
      },
    });
  }
}
