/** What answers around the pods of a trial, so that every connection can be answered. */
import { join } from 'node:path';
import { plainEnvironment } from '../../../scripts/toolchain/leash';
import { toolPath } from '../../../scripts/toolchain/tools';
import { addresses } from '../stand/network';
import type { Stand } from '../stand/stand';

/** Addresses of the DNS in the clusters of the overlays. */
export const dnsServices = [addresses.dns, '10.100.0.10'] as const;

/**
 * Lets every machine listen on ports that nothing else there has, and the DNS answer at the addresses that it has in
 * the clusters of the overlays.
 *
 * @param ports - `TCP:4000`
 */
export async function serveEverywhere(stand: Stand, ports: readonly string[]): Promise<void> {
  const program = await toolPath('packets');
  const nodeLocalDns = ['TCP', 'UDP'].map((protocol) => `${protocol}:${addresses.nodeLocalDns}:53`);
  for (const machine of stand.machines)
    await machine.inside.start({
      file: program,
      args: ['listen', ...ports, ...(machine === stand.outside ? nodeLocalDns : [])],
      cwd: '/',
      env: plainEnvironment(),
      log: join(stand.folder, 'logs', `${machine.name}-packets.log`),
    });
  const dns = await stand.client.get('Service', 'kube-dns', 'kube-system');
  await stand.client.apply(
    dnsServices
      .filter((address) => address !== dns.spec?.clusterIP)
      .map((address, i) => ({
        apiVersion: 'v1',
        kind: 'Service',
        metadata: { name: `kube-dns-${i}`, namespace: 'kube-system' },
        spec: {
          clusterIP: address,
          selector: dns.spec?.selector,
          ports: dns.spec?.ports?.map(({ name, port, protocol }) => ({ name, port, protocol })),
        },
      })),
    { fieldManager: 'cluster-team' },
  );
}
