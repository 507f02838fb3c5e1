/** The databases of an environment: each a server with its passwords and its certificate. */
import type { App } from 'cdk8s';
import { Construct } from 'constructs';
import { ExternalKeys, Postgres, type PostgresBackupProps, type PostgresProps, ServerCertificate } from '../constructs';
import { images, mirroredImage } from '../catalog';
import { type BackupSource, type Database, certificateSecret, type Environment, passwordsSecret } from '../environment';
import { type PodPeer, selectorLabels, serviceHosts } from '../kubernetes/draw';
import { databaseWants, passwordNamespaces, type Plan, roomOf, serverOf, supportPlan } from '../plan';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';

const component = 'postgres';

/** Entry of the Secret with the password of the superuser. */
const superuser = 'postgres';

/** A database as its backup and its restore reach it. */
export function dumped(
  environment: Environment,
  source: Extract<BackupSource, { kind: 'database' }>,
): Pick<PostgresBackupProps, 'host' | 'peer' | 'database' | 'user' | 'password' | 'size' | 'postgresImage'> {
  const server = serverOf(environment, source);
  const namespace = environment.cluster.namespaces.serving;
  const user = server.databases[source.database]?.owner ?? source.database;
  return {
    host: `${server.name}.${namespace}.svc`,
    peer: { namespace, podLabels: selectorLabels({ component, instance: server.name }) },
    database: source.database,
    user,
    password: { secretName: passwordsSecret(server), key: user },
    size: roomOf(environment, source),
    postgresImage: mirroredImage(images.postgres, environment.imageMirrors),
  };
}

/** The pods that dump it. */
const backupsOf = ({ support }: Plan, database: Database): readonly PodPeer[] =>
  support
    .filter(({ traffic }) => traffic.backups === true && traffic.database?.name === database.name)
    .map(({ namespace, component: of, name }) => ({
      namespace,
      podLabels: selectorLabels({ component: of, instance: name }),
    }));

function exporterOf(
  { cluster, monitoring, imageMirrors }: Environment,
  wants: Wants['exporter'],
): PostgresProps['exporter'] {
  if (monitoring === undefined || wants === undefined) return undefined;
  return {
    scraping: monitoring.scrape,
    from: cluster.monitoring,
    wants,
    image: mirroredImage(images.postgresExporter, imageMirrors),
  };
}

type Wants = ReturnType<typeof databaseWants>;

export class DatabasesChart extends PlatformChart {
  constructor(app: App, plan: Plan, programs: ProgramsChart) {
    super(app, 'databases', 'workloads', plan.environment.objects);
    for (const database of plan.environment.databases) this.database(plan, programs, database);
  }

  private database(plan: Plan, programs: ProgramsChart, database: Database): void {
    const { environment, support } = plan;
    const { name, databases, size, storageClass, version, maxConnections, clients } = database;
    const { namespace, scheduling, additions, image } = supportPlan(support, name);
    const wants = databaseWants(environment, database);
    const secretName = passwordsSecret(database);
    const certificate = certificateSecret(database);
    new Postgres(this, name, {
      namespace,
      programs,
      version,
      databases: Object.fromEntries(
        Object.entries(databases).map(([each, { owner }]) => [each, { owner, password: { secretName, key: owner } }]),
      ),
      superuser: { secretName, key: superuser },
      storage: { size, storageClass },
      from: [...clients, ...backupsOf(plan, database)],
      tls: certificate === undefined ? undefined : { secretName: certificate },
      maxConnections,
      wants: wants.server,
      usersWants: wants.users,
      exporter: exporterOf(environment, wants.exporter),
      scheduling,
      additions,
      image,
    });
    this.passwords(environment, database);
    this.certificate(namespace, database, environment.cluster.dns.domain);
  }

  /** What External Secrets fills, in each namespace that reads it. */
  private passwords({ cluster, backup }: Environment, database: Database): void {
    const { name, passwords } = database;
    if (!('from' in passwords)) return;
    for (const namespace of passwordNamespaces({ cluster, backup }, database)) {
      const { store, path } = passwords;
      new ExternalKeys(new Construct(this, `passwords.${name}.${namespace}`), name, {
        namespace,
        store,
        path,
        component,
      });
    }
  }

  private certificate(namespace: string, database: Database, domain: string): void {
    const { name, tls } = database;
    const secretName = certificateSecret(database);
    if (tls === 'none' || !('issuer' in tls) || secretName === undefined) return;
    new ServerCertificate(new Construct(this, `certificate.${name}`), secretName, {
      namespace,
      component,
      issuer: tls.issuer,
      secretName,
      hosts: serviceHosts(name, namespace, domain),
    });
  }
}
