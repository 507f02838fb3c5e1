/** What preflight cannot see of the gateway and the backup of an environment. */
import type { EnvironmentInput } from '../../../lib';

export function unseenOf({ name, gateway, backup }: EnvironmentInput): readonly string[] {
  const { expose, tls } = gateway ?? {};
  const isCertified = expose?.by === 'gateway-api' && typeof tls === 'object' && 'issuer' in tls;
  const secrets = [
    ...(gateway !== undefined && 'secretName' in (gateway.keys ?? { secretName: '' })
      ? ['llm-serving/engine-key', 'llm-gateway/engine-key']
      : []),
    ...(backup === undefined ? [] : ['model-store/backup-password', 'model-store/backup-key']),
  ];
  return [
    ...secrets.map((secret) => `${name}: whether Secret ${secret} exists: to look for it needs the right to read it`),
    ...(isCertified
      ? [`${name}.gateway.tls.issuer: whether cert-manager makes certificates of Gateways (enableGatewayAPI)`]
      : []),
  ];
}
