/** The names by which clients of a gateway ask for models: each once, and each such that a request can carry it. */
import { childPath, isSameJson, type Path } from '../../core';
import { type ServerWorkload, workloadPlace } from '../../workload';
import type { Engines, PublicModel } from '../../engines';
import type { FaultList } from '../fault-codes';

/** A public name, and what it stands for. */
export interface PublicName {
  readonly server: ServerWorkload;
  readonly model: PublicModel;
}

/** A name becomes the value of a header and a label of metrics. */
const printable = /^[\x21-\x7e]([\x20-\x7e]*[\x21-\x7e])?$/;

const rootOf = (gateway: Path): Path => gateway.slice(0, -'.gateway'.length);

/** A request is checked before a track is chosen: whatever one of them takes, the other takes too. */
function checkAlike(faults: FaultList, one: PublicName, other: PublicName, root: Path): void {
  if (isSameJson(one.model.apis, other.model.apis)) return;
  faults.add(
    'TracksDiffer',
    workloadPlace(root, other.server),
    `it answers ${other.model.apis.join(', ')}, and track '${one.server.track?.name}' answers ${one.model.apis.join(', ')}`,
    { fix: ['settings.embedding as in the other track', 'a model of its own'] },
  );
}

/** The names, and the models behind them. A name that is there twice is reported, and that of the first one counts. */
export function publicNames(
  faults: FaultList,
  { servers, engines }: { readonly servers: readonly ServerWorkload[]; readonly engines: Engines },
  place: Path,
): ReadonlyMap<string, PublicName> {
  const names = new Map<string, PublicName & { readonly at: Path }>();
  const reported = new Set<string>();
  for (const server of servers) {
    for (const model of engines.get(server.engine)?.publicModels(server) ?? []) {
      const at = childPath(rootOf(place), server.section, server.track?.of ?? server.key, ...model.at);
      for (const name of [model.name, ...model.aliases]) {
        const before = names.get(name);
        // Tracks of one model share its names.
        if (before?.server.track !== undefined && before.server.track.of === server.track?.of) {
          if (name === model.name) checkAlike(faults, before, { server, model }, rootOf(place));
          continue;
        }
        if (before !== undefined) {
          // Each track of a model has its names: one fault is enough.
          const key = `${at}\n${name}`;
          if (reported.has(key)) continue;
          reported.add(key);
          faults.add('PublicNameTwice', at, `clients ask for '${name}' by the same name at ${before.at} already`, {
            fix: 'give one of the two another name: a request names one model',
          });
          continue;
        }
        names.set(name, { server, model, at });
        if (!printable.test(name))
          faults.add('PublicName', at, `'${name}' is no name that the header of a request can carry`, {
            allowed: 'letters, digits and signs of ASCII',
          });
      }
    }
  }
  if (servers.length === 0)
    faults.add('GatewayWithoutModels', place, 'there is no model that clients could ask for', {
      fix: ['add models or ollama', 'leave out gateway'],
    });
  return names;
}
