/** KEDA asks Prometheus what the gateway has to do: both must be there. */
import { childPath, type Path } from '../../core';
import type { ServerWorkload } from '../../workload';
import type { Cluster } from '../cluster';
import type { FaultList } from '../fault-codes';
import type { Monitoring } from '../monitoring';

/** Refuses models that KEDA scales where it could not learn of a request. */
export function checkDemand(
  faults: FaultList,
  { metrics }: Cluster,
  { hasGateway, monitoring }: { readonly hasGateway: boolean; readonly monitoring: Monitoring | undefined },
  servers: readonly ServerWorkload[],
  place: Path,
): void {
  const scaled = servers.filter(({ replicas: { min, max } }) => min < max).map(({ key }) => `'${key}'`);
  if (metrics !== 'keda' || scaled.length === 0) return;
  const who = `${scaled.join(', ')} ${scaled.length === 1 ? 'has' : 'have'} a range of replicas`;
  if (!hasGateway)
    faults.add(
      'ScalingNeedsDemand',
      childPath(place, 'gateway'),
      `${who}, and no gateway takes requests for a model without a pod`,
      { fix: ['gateway: { … }', 'replicas as one number'] },
    );
  if (monitoring?.prometheus === undefined)
    faults.add(
      'ScalingNeedsDemand',
      childPath(place, 'monitoring', 'prometheus'),
      `${who}, and KEDA has no Prometheus to ask for the requests that wait`,
      {
        fix: [
          "monitoring: { scrape, prometheus: { url: 'http://prometheus-operated.monitoring.svc:9090' } }",
          'replicas as one number',
        ],
      },
    );
}
