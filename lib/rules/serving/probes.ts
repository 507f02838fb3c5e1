/**
 * Refuses engines whose probes are missing, alike, impatient, or ask a route that waits behind the requests being
 * generated.
 */
import { isDeepStrictEqual } from 'node:util';
import type { Probe } from '../../kubernetes/kinds';
import { probesWithin, startupPatience } from '../../kubernetes/read';
import { enginesOf, type EngineContainer } from '../engines';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import { shown, type Finding, type Rule } from '../rule';

const probes = ['startupProbe', 'readinessProbe', 'livenessProbe'] as const;

type Say = (field: string, found: string, fix: string) => Finding;

/** What a probe asks, without how often and how patiently. */
const handlerOf = ({ exec, grpc, httpGet, tcpSocket }: Probe) => ({ exec, grpc, httpGet, tcpSocket });

const portOf = ({ httpGet, tcpSocket }: Probe): string | number | undefined => (httpGet ?? tcpSocket)?.port;

/** Seconds after which the kubelet gives up on a pod whose every probe hangs. */
const patienceWithHangs = ({
  initialDelaySeconds = 0,
  periodSeconds = 10,
  failureThreshold = 3,
  timeoutSeconds = 1,
}: Probe): number => initialDelaySeconds + Math.max(periodSeconds, timeoutSeconds) * failureThreshold;

function missing({ container }: EngineContainer, say: Say): Finding[] {
  return probes
    .filter((name) => container[name] === undefined)
    .map((name) =>
      say(
        name,
        'there is none',
        'add one: startup waits for the weights, readiness for an answer, liveness for a port',
      ),
    );
}

function ports({ container }: EngineContainer, say: Say): Finding[] {
  const declared = orNone(container.ports).flatMap(({ name, containerPort }) => [containerPort, name]);
  return probes.flatMap((name) => {
    const port = portOf(container[name] ?? {});
    return port === undefined || declared.includes(port)
      ? []
      : [say(`${name}.port`, `no port ${shown(port)} is declared`, 'name a port that the container declares')];
  });
}

function liveness(
  { container: { livenessProbe = {}, readinessProbe = {} }, engine }: EngineContainer,
  say: Say,
): Finding[] {
  const { path = '/' } = livenessProbe.httpGet ?? {};
  return [
    ...(livenessProbe.httpGet !== undefined && !engine.quickPaths.includes(path)
      ? [
          say(
            'livenessProbe.httpGet.path',
            `'${path}' waits behind generation: a busy server would be killed`,
            `one of ${engine.quickPaths.join(', ')}, or a tcpSocket`,
          ),
        ]
      : []),
    ...(isDeepStrictEqual(handlerOf(livenessProbe), handlerOf(readinessProbe)) &&
    !isDeepStrictEqual(handlerOf(livenessProbe), handlerOf({}))
      ? [
          say(
            'livenessProbe',
            'asks the same as the readiness probe: what is not ready would be killed',
            'ask the port only',
          ),
        ]
      : []),
  ];
}

function startup({ container: { startupProbe } }: EngineContainer, budget: number | undefined, say: Say): Finding[] {
  if (startupProbe === undefined || budget === undefined) return [];
  const patience = startupPatience(startupProbe);
  const longest = patienceWithHangs(startupProbe);
  return [
    ...(patience >= budget
      ? []
      : [
          say(
            'startupProbe.failureThreshold',
            `gives up after ${patience} s, and loading may take ${budget} s`,
            `at least ${probesWithin(budget, startupProbe)}`,
          ),
        ]),
    ...(longest <= 2 * budget
      ? []
      : [
          say(
            'startupProbe.timeoutSeconds',
            `lets a pod whose probes hang go on for ${longest} s, and loading takes ${budget} s at most`,
            `lower the timeout, the period or the threshold: at most ${2 * budget} s in all`,
          ),
        ]),
  ];
}

function check(evidence: Evidence): Finding[] {
  return enginesOf(evidence).flatMap((engine) => {
    const say: Say = (field, found, fix) => ({
      manifest: engine.pod.workload.manifest,
      field: `${engine.field}.${field}`,
      found,
      fix,
    });
    return [
      ...missing(engine, say),
      ...ports(engine, say),
      ...liveness(engine, say),
      ...startup(engine, evidence.planOf(engine.pod)?.budgets.startup.value, say),
    ];
  });
}

export const engineProbes: Rule = {
  name: 'probes',
  promise:
    'Engines have three probes on declared ports: startup waits as long as the plan, readiness and liveness differ, and liveness asks nothing that queues.',
  cluster:
    'The server takes any probe; an engine that gets requests while it loads, and one that is killed while it loads, are shown on a real node (test/node/rules.test.ts).',
  check,
};
