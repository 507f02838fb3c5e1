/** A gateway of an overlay → a gateway with every default filled in. */
import { childPath, type Path } from '../../core';
import type { PodAdditions, ReplicaRange, ServerWorkload } from '../../workload';
import type { Engines } from '../../engines';
import type { FaultList } from '../fault-codes';
import type { Gateway, GatewayExposure, GatewayInput, GatewayPods, GatewayTls } from '../gateway';
import type { NodePool } from '../node-pool';
import { gatewaySchema } from '../schema/gateway';
import { read } from '../schema/read';
import { checkPodAdditions } from './additions';
import { checkClients } from './clients';
import { checkHost, checkSecrets, checkTls } from './gateway-edge';
import { joinPods } from './joined';
import { isPossible, refuseTwice } from './lists';
import { selectedPools } from './node-selector';
import { publicNames } from './public-names';

/** What a gateway is checked against. */
export interface BesideGateway {
  /** The workloads that are right. */
  readonly servers: readonly ServerWorkload[];
  /** Whether the overlay has others, which are wrong: then it is unknown which models there are. */
  readonly someWrong: boolean;
  readonly engines: Engines;
  /** The pools of the pods beside the engines. */
  readonly pools: readonly NodePool[];
  /** What the environment and these pools add to pods. */
  readonly pods: PodAdditions;
}

/** The Secret that `corral key new` makes. */
const usualKeys = { secretName: 'gateway-keys' } as const;

/** What ends TLS in front of the gateway is a proxy, whose `x-forwarded-for` counts. */
function hopsOf(expose: GatewayExposure): number {
  if (expose.by === 'cluster') return 0;
  return expose.trustedHops ?? (expose.by === 'gateway-api' || expose.by === 'ingress' ? 1 : 0);
}

const withoutReason = (tls: GatewayInput['tls']): GatewayTls =>
  typeof tls === 'object' && 'none' in tls ? 'none' : tls;

function replicasOf(faults: FaultList, given: GatewayInput['replicas'] = 2, place: Path): ReplicaRange {
  if (typeof given === 'number') return { min: given, max: given };
  isPossible(faults, given, place);
  return given;
}

/** The fields that the pods of a gateway have: variables and volumes are those of engines. */
const ofGateway = ({ env: _env, volumes: _volumes, nodeRemoval: _nodeRemoval, ...pods }: PodAdditions): GatewayPods =>
  pods;

/** The pools of the gateway's pods, and what is added to these. */
function podsOf(
  faults: FaultList,
  given: GatewayPods,
  { pools, pods }: BesideGateway,
  place: Path,
): Pick<Gateway, 'pools' | 'pods'> {
  checkPodAdditions(faults, given, [], place);
  const selected = selectedPools(faults, pools, given.nodeSelector ?? {}, (key) =>
    childPath(place, 'nodeSelector', ...(key === undefined ? [] : [key])),
  );
  const joined = joinPods(faults, ofGateway(pods), [], given, place);
  return { pools: selected.map(({ name }) => name), pods: ofGateway(joined) };
}

/** Addresses and pods that may connect, each once. */
function checkSources(faults: FaultList, { from = [], expose }: GatewayInput, place: Path): void {
  refuseTwice(faults, from, childPath(place, 'from'), (peer) =>
    'anyPod' in peer
      ? `every pod of namespace '${peer.namespace}'`
      : `${Object.entries(peer.podLabels)
          .map((label) => label.join('='))
          .sort()
          .join(',')} of namespace '${peer.namespace}'`,
  );
  if (expose.by === 'load-balancer')
    refuseTwice(faults, expose.sourceRanges ?? [], childPath(place, 'expose', 'sourceRanges'), (range) => range);
}

/** The gateway, complete; `undefined` when the overlay has none, or its shape is wrong, which is reported. */
export function readGateway(
  faults: FaultList,
  value: unknown,
  beside: BesideGateway,
  place: Path,
): Gateway | undefined {
  const shape = read<GatewayInput>(gatewaySchema, value, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const input = shape.value;
  checkHost(faults, input, place);
  checkTls(faults, input, place);
  const keys = input.keys ?? usualKeys;
  checkSecrets(faults, input.tls, keys, place);
  checkSources(faults, input, place);
  const names = publicNames(faults, beside, place);
  if (!beside.someWrong) checkClients(faults, input.clients, names, place);
  return {
    ...input,
    tls: withoutReason(input.tls),
    trustedHops: hopsOf(input.expose),
    keys,
    replicas: replicasOf(faults, input.replicas, childPath(place, 'replicas')),
    priority: input.priority ?? 'critical',
    ...podsOf(faults, input.pods ?? {}, beside, childPath(place, 'pods')),
  };
}
