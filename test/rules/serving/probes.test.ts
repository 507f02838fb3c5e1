import { engineProbes } from '../../../lib/rules/serving/probes';
import { cases, set, setPlan } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const fleet = 'StatefulSet llm-serving/fleet';
const server = 'spec.template.spec.containers[0]';
const missing = (probe: string) =>
  `${qwen} ${server}.${probe}: there is none; add one: startup waits for the weights, readiness for an answer, liveness for a port`;
const probe = (name: string, value: unknown, title = qwen) => set(title, `${server}.${name}`, value);
const closed = (name: string, port: string) =>
  `${qwen} ${server}.${name}.port: no port ${port} is declared; name a port that the container declares`;
const queues = (title: string, path: string, quick: string) =>
  `${title} ${server}.livenessProbe.httpGet.path: '${path}' waits behind generation: a busy server would be killed; one of ${quick}, or a tcpSocket`;
const same = (title: string) =>
  `${title} ${server}.livenessProbe: asks the same as the readiness probe: what is not ready would be killed; ask the port only`;
const gives = (after: number, needed: number) =>
  `${qwen} ${server}.startupProbe.failureThreshold: gives up after ${after} s, and loading may take 60 s; at least ${needed}`;
const hangs = (after: number) =>
  `${qwen} ${server}.startupProbe.timeoutSeconds: lets a pod whose probes hang go on for ${after} s, and loading takes 60 s at most; lower the timeout, the period or the threshold: at most 120 s in all`;
const startup = (more: object) => probe('startupProbe', { httpGet: { path: '/health', port: 'http' }, ...more });

cases(engineProbes, {
  'the engines of the platform': [[]],
  ...Object.fromEntries(
    ['startupProbe', 'readinessProbe', 'livenessProbe'].map((name) => [
      `no ${name}`,
      [probe(name, undefined), missing(name)],
    ]),
  ),
  'no probe at all': [
    ['startupProbe', 'readinessProbe', 'livenessProbe'].map((name) => probe(name, undefined)),
    missing('startupProbe'),
    missing('readinessProbe'),
    missing('livenessProbe'),
  ],
  'probes of something else': [
    set('Deployment model-store/weights-server', `${server}.livenessProbe`, { httpGet: { path: '/slow', port: 1 } }),
  ],

  'a port by its number': [probe('readinessProbe.httpGet.port', 8080)],
  'a number that is not declared': [probe('readinessProbe.httpGet.port', 8081), closed('readinessProbe', '8081')],
  'a name that is not declared': [
    probe('livenessProbe.tcpSocket.port', 'metrics'),
    closed('livenessProbe', "'metrics'"),
  ],
  'the port of the startup probe': [probe('startupProbe.httpGet.port', '8080'), closed('startupProbe', "'8080'")],
  'no port declared': [
    set(qwen, `${server}.ports`, undefined),
    closed('startupProbe', "'http'"),
    closed('readinessProbe', "'http'"),
    closed('livenessProbe', "'http'"),
  ],
  'a program needs no port': [probe('livenessProbe', { exec: { command: ['true'] } })],

  'liveness on a route that queues': [
    probe('livenessProbe', { httpGet: { path: '/v1/models', port: 'http' } }),
    queues(qwen, '/v1/models', '/health, /v1/health'),
  ],
  'liveness on the metrics': [
    probe('livenessProbe', { httpGet: { path: '/metrics', port: 'http' } }),
    queues(qwen, '/metrics', '/health, /v1/health'),
  ],
  'liveness on a route that does not': [probe('livenessProbe', { httpGet: { path: '/v1/health', port: 'http' } })],
  'liveness of a server on its root': [
    probe('livenessProbe', { httpGet: { port: 'http' } }),
    queues(qwen, '/', '/health, /v1/health'),
  ],
  'liveness of a fleet on its root': [probe('livenessProbe', { httpGet: { port: 'http' } }, fleet)],
  'liveness of a fleet on its version, readiness on its tags': [
    [
      probe('livenessProbe', { httpGet: { path: '/api/version', port: 'http' } }, fleet),
      probe('readinessProbe', { httpGet: { path: '/api/tags', port: 'http' } }, fleet),
    ],
  ],
  'liveness of a fleet on a route of a server': [
    probe('livenessProbe', { httpGet: { path: '/health', port: 'http' } }, fleet),
    queues(fleet, '/health', '/, /api/version'),
  ],
  'liveness as readiness': [
    probe('livenessProbe', { httpGet: { path: '/health', port: 'http' }, periodSeconds: 60, timeoutSeconds: 9 }),
    same(qwen),
  ],
  'liveness as readiness, by a port': [
    [probe('livenessProbe', { tcpSocket: { port: 'http' } }), probe('readinessProbe', { tcpSocket: { port: 'http' } })],
    same(qwen),
  ],
  'liveness as readiness, by a program': [
    [probe('livenessProbe', { exec: { command: ['a'] } }), probe('readinessProbe', { exec: { command: ['a'] } })],
    same(qwen),
  ],
  'liveness as readiness, by grpc': [
    [probe('livenessProbe', { grpc: { port: 1 } }), probe('readinessProbe', { grpc: { port: 1 } })],
    same(qwen),
  ],
  'another program': [
    [probe('livenessProbe', { exec: { command: ['a'] } }), probe('readinessProbe', { exec: { command: ['b'] } })],
  ],

  'just patient enough, since the first probe comes at once': [startup({ periodSeconds: 5, failureThreshold: 13 })],
  'one failure short': [startup({ periodSeconds: 5, failureThreshold: 12 }), gives(55, 13)],
  'a delay counts': [startup({ initialDelaySeconds: 5, periodSeconds: 5, failureThreshold: 12 })],
  'a delay that is too short': [
    startup({ initialDelaySeconds: 4, periodSeconds: 5, failureThreshold: 12 }),
    gives(59, 13),
  ],
  'a delay that is long': [startup({ initialDelaySeconds: 30, periodSeconds: 5, failureThreshold: 2 }), gives(35, 7)],
  'a period by default': [startup({ failureThreshold: 7 })],
  'a period by default, one failure short': [startup({ failureThreshold: 6 }), gives(50, 7)],
  'failures by default': [startup({ periodSeconds: 30 })],
  'failures by default, a second short': [startup({ periodSeconds: 29 }), gives(58, 4)],
  'a plan that nobody made is told elsewhere': [[setPlan('servers', []), startup({ failureThreshold: 1 })]],
  'a program that waits by itself': [
    probe('startupProbe', { exec: { command: ['warm-up'] }, timeoutSeconds: 60, failureThreshold: 1 }),
  ],
  'a program that waits too little': [
    probe('startupProbe', { exec: { command: ['warm-up'] }, timeoutSeconds: 59, failureThreshold: 1 }),
    gives(59, 7),
  ],
  'a program that may hang as often as the budget has periods': [
    probe('startupProbe', {
      exec: { command: ['warm-up'] },
      periodSeconds: 5,
      timeoutSeconds: 60,
      failureThreshold: 12,
    }),
    hangs(720),
  ],
  'twice the budget': [startup({ periodSeconds: 10, failureThreshold: 12 })],
  'more than twice the budget': [startup({ periodSeconds: 11, failureThreshold: 11 }), hangs(121)],
});
