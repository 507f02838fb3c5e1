/** What others provide for a gateway, databases and caches, as a cluster shows it once it works. */
import type { Environment } from '../../../lib/environment/environment';
import type { LiveObject } from '../../../lib/internal';
import { needsOf } from '../../../lib/plan';

/** Versions of kinds that others define, and the condition of one that works. */
const provided = {
  GatewayClass: { apiVersion: 'gateway.networking.k8s.io/v1', condition: 'Accepted' },
  ClusterSecretStore: { apiVersion: 'external-secrets.io/v1', condition: 'Ready' },
  Issuer: { apiVersion: 'cert-manager.io/v1', condition: 'Ready' },
  ClusterIssuer: { apiVersion: 'cert-manager.io/v1', condition: 'Ready' },
  SecretStore: { apiVersion: 'external-secrets.io/v1', condition: 'Ready' },
} as const;

const isProvided = (kind: string): kind is keyof typeof provided => kind in provided;

/** Groups of those kinds, with the versions that are served. */
export const gatewayGroups = (environment: Environment): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries(
    needsOf(environment).flatMap(({ kind, name }) =>
      kind === 'CustomResourceDefinition' ? [[name.slice(name.indexOf('.') + 1), ['v1']]] : [],
    ),
  );

/** The namespace of the gateway, and the objects that its options name. */
export function providedFor(environment: Environment): readonly LiveObject[] {
  const objects = needsOf(environment).flatMap(({ kind, namespace, name }): readonly LiveObject[] => {
    if (!isProvided(kind)) return [];
    const { apiVersion, condition } = provided[kind];
    return [
      {
        apiVersion,
        kind,
        metadata: { namespace, name },
        status: { conditions: [{ type: condition, status: 'True' }] },
      },
    ];
  });
  const places = new Set(
    objects.flatMap(({ metadata: { namespace } }) => namespace ?? environment.cluster.namespaces.gateway),
  );
  const labels = { 'app.kubernetes.io/part-of': 'corral' };
  return [
    ...[...places].map((name) => ({ apiVersion: 'v1', kind: 'Namespace', metadata: { name, labels } })),
    ...objects,
  ];
}
