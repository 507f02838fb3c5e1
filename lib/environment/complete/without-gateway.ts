/** Fields of models that only a gateway carries out, in an environment without one. */
import { childPath, type Path } from '../../core';
import type { FaultList } from '../fault-codes';

const fields = {
  affinity: 'the gateway chooses the pod',
  aliases: 'the gateway knows further names',
  tracks: 'the gateway shares requests among tracks',
} as const;

/** @param entries a part of the environment with workloads, as the overlay writes it */
export function checkWithoutGateway(faults: FaultList, entries: Readonly<Record<string, unknown>>, place: Path): void {
  for (const [key, value] of Object.entries(entries)) {
    if (typeof value !== 'object' || value === null) continue;
    for (const [field, because] of Object.entries(fields)) {
      if (!(field in value) || (value as Readonly<Record<string, unknown>>)[field] === undefined) continue;
      faults.add('GatewayNeeded', childPath(place, key, field), `${because}, and the environment has none`, {
        fix: ['gateway: { … }', 'leave it out'],
      });
    }
  }
}
