/** The caches of an environment: each a server with its passwords and its certificate. */
import type { App } from 'cdk8s';
import { Construct } from 'constructs';
import { type Cache, certificateSecret, passwordsSecret } from '../environment';
import { ExternalKeys, Valkey, type ValkeyProps } from '../constructs';
import { cacheWants, type Plan, supportPlan } from '../plan';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';

function tlsOf({ name, tls }: Cache): ValkeyProps['tls'] {
  const secretName = certificateSecret({ name, tls });
  if (tls === 'none' || secretName === undefined) return 'none';
  return 'issuer' in tls ? { secretName, issuer: tls.issuer } : { secretName };
}

export class CachesChart extends PlatformChart {
  constructor(app: App, plan: Plan, programs: ProgramsChart) {
    super(app, 'caches', 'workloads', plan.environment.objects);
    for (const cache of plan.environment.caches) this.cache(plan, programs, cache);
  }

  private cache({ environment, support }: Plan, programs: ProgramsChart, cache: Cache): void {
    const { name, users, maxMemory, policy, keeps, clients } = cache;
    const { namespace, scheduling, additions, image } = supportPlan(support, name);
    const wants = cacheWants(environment, cache);
    const secretName = passwordsSecret(cache);
    new Valkey(this, name, {
      namespace,
      programs,
      users: Object.fromEntries(
        Object.entries(users).map(([user, rights]) => [user, { ...rights, password: { secretName, key: user } }]),
      ),
      maxMemory,
      policy,
      keeps,
      tls: tlsOf(cache),
      from: clients,
      cpu: wants.server.cpu,
      cpuLimit: wants.server.cpuLimit,
      usersWants: wants.users,
      domain: environment.cluster.dns.domain,
      scheduling,
      additions,
      image,
    });
    this.passwords(namespace, cache);
  }

  /** What External Secrets fills. */
  private passwords(namespace: string, { name, passwords }: Cache): void {
    if (!('from' in passwords)) return;
    const { store, path } = passwords;
    new ExternalKeys(new Construct(this, `passwords.${name}`), name, { namespace, store, path, component: 'valkey' });
  }
}
