/** How a gateway is reached: host, TLS and the Secrets that go with an exposure. */
import { childPath, type Path } from '../../core';
import type { FaultList } from '../fault-codes';
import type { GatewayInput, GatewayKeys } from '../gateway';

/** An exposure outside of the cluster needs a name; inside, the Service has one. */
export function checkHost(faults: FaultList, { host, tls, expose }: GatewayInput, place: Path): void {
  const here = childPath(place, 'host');
  if (expose.by === 'cluster') {
    if (host !== undefined)
      faults.add('GatewayHost', here, `'${host}', and with expose.by 'cluster' clients use the name of the Service`, {
        fix: ['leave it out', "expose.by 'gateway-api', 'ingress' or 'load-balancer'"],
      });
    return;
  }
  if (host !== undefined) return;
  const isIssued = typeof tls === 'object' && 'issuer' in tls;
  if (expose.by === 'node-port' && !isIssued) return;
  faults.add(
    'GatewayHost',
    here,
    expose.by === 'node-port'
      ? 'tls.issuer issues a certificate for a name, and there is none'
      : `expose.by '${expose.by}' needs the name under which clients reach the gateway`,
    { fix: "host: 'llm.example.org', a name that the DNS of your clients resolves" },
  );
}

/** Keys that cross a network in the clear can be read by others: a reason is stated. */
export function checkTls(faults: FaultList, { tls, expose }: GatewayInput, place: Path): void {
  if (expose.by === 'cluster' || tls !== 'none') return;
  faults.add(
    'GatewayTls',
    childPath(place, 'tls'),
    `'none' with expose.by '${expose.by}': keys and prompts of clients outside of the cluster would not be encrypted`,
    {
      fix: [
        "tls: { issuer: { kind: 'ClusterIssuer', name } } for a certificate of cert-manager",
        'tls: { secretName } of a Secret with tls.crt and tls.key',
        "tls: { none: 'REASON' }, if something in front of the gateway ends TLS",
      ],
    },
  );
}

/** The Secret with the keys is written by `corral key new` or filled from a store: nothing else is in it. */
export function checkSecrets(faults: FaultList, tls: GatewayInput['tls'], keys: GatewayKeys, place: Path): void {
  const filled = 'secretName' in keys ? keys.secretName : 'gateway-keys';
  if (typeof tls !== 'object' || !('secretName' in tls) || tls.secretName !== filled) return;
  faults.add(
    'SecretTwice',
    childPath(place, 'tls', 'secretName'),
    `'${filled}' is the Secret with the keys of the clients`,
    { fix: 'name the Secret with tls.crt and tls.key' },
  );
}
