/** The gateway in the plan: it is counted and placed, waits for the longest answer, and names the models and their pods. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib/environment/environment';
import type { GatewayInput } from '../../lib/environment/gateway/gateway';
import { parseEnvironment } from '../../lib/environment/complete';
import { FaultError } from '../../lib/core/fault';
import { gib, mib } from '../../lib/core/bytes';
import { minutes, seconds } from '../../lib/core/duration';
import { plan } from '../../lib/plan';
import { gatewayNeeds } from '../../lib/plan/gateway/needs';
import type { Plan } from '../../lib/plan/plan';
import { rack } from '../charts/support';

const gateway: GatewayInput = { tls: 'none', expose: { by: 'cluster' }, clients: { all: { models: 'all' } } };

function planOf(more: Partial<EnvironmentInput> = {}): Plan {
  const { environment, faults } = parseEnvironment({ ...rack, gateway, ...more });
  if (environment === undefined) throw new FaultError(faults);
  return plan(environment);
}
const placed = ({ placement }: Plan): number =>
  placement.witness
    .flatMap((node) => node.placed)
    .filter(({ workload }) => workload === 'gateway')
    .reduce((sum, { pods }) => sum + pods, 0);

describe('its pods', () => {
  const planned = planOf();

  test('are placed on the pools of the pods beside the engines, with the highest priority', () => {
    expect(placed(planned)).toBe(2);
    expect(planned.support.find(({ name }) => name === 'gateway')).toMatchObject({
      namespace: 'llm-gateway',
      scheduling: { pools: [{ name: 'cpu' }], priorityClassName: 'llm-critical' },
      maxUnavailable: { value: 1 },
      rollout: { value: { type: 'RollingUpdate', maxSurge: 1, maxUnavailable: 0 } },
    });
  });

  test('have no spare where there is no room for one', () => {
    const hardware = { ...rack.nodePools.cpu.hardware, cpu: 2.25 };
    const tight = planOf({
      nodePools: { ...rack.nodePools, cpu: { ...rack.nodePools.cpu, nodes: ['cpu-1', 'cpu-2'], hardware } },
    });
    expect(tight.support.find(({ name }) => name === 'gateway')?.rollout).toEqual({
      value: { type: 'RollingUpdate', maxSurge: 0, maxUnavailable: 1 },
      because: 'an extra pod does not fit: one old pod ends before its new pod starts',
    });
  });

  test('are refused where they do not fit', () => {
    expect(() => planOf({ gateway: { ...gateway, replicas: 6, pods: { nodeSelector: { none: 'such' } } } })).toThrow(
      /rack\.gateway\.pods\.nodeSelector/,
    );
  });

  test('of a range count at their minimum and at their maximum', () => {
    const range = planOf({ gateway: { ...gateway, replicas: { min: 2, max: 4 } } });
    // Its pool is reserved: the maximum is guaranteed.
    expect(placed(range)).toBe(4);
    expect(range.support.find(({ name }) => name === 'gateway')).toMatchObject({ replicas: 4, minimum: 2 });
  });

  test('are not in the quota of the engines, unless they share their namespace', () => {
    expect(planned.quota).toEqual(planOf({ gateway: undefined }).quota);
  });
});

describe('a pod that ends', () => {
  test('waits for the longest answer of all models, in steps: another model seldom replaces pods', () => {
    const { gateway: planned } = planOf();
    expect(planned?.longestAnswer.value).toBe(minutes(10));
    expect(planned?.longestAnswer.because).toMatch(/^in steps, the longest answer is 3 s, of (smol|fleet)$/);
    expect(planned?.cuts).toEqual([]);
  });

  test('on nodes that end soon cuts longer answers, which are named', () => {
    const managed = {
      provisioner: 'eks-node-group',
      on: 'cloud',
      instance: 'aws/m7i.2xlarge',
      nodes: { min: 2, max: 4 },
      ephemeralStorage: gib(100),
      diskBandwidth: mib(125),
      capacity: 'on-demand',
    };
    const models = { smol: { ...rack.models.smol, tokensPerSecond: 0.125 } };
    const planned = planOf({
      nodePools: { ...rack.nodePools, cpu: managed } as unknown as EnvironmentInput['nodePools'],
      supportPools: ['cpu'],
      models,
    });
    expect(planned.gateway).toMatchObject({
      longestAnswer: {
        value: minutes(15) - 30,
        because:
          'an EKS managed node group allows 15 min to drain a node of pool cpu, and 30 s are needed beside answers',
      },
      cuts: [{ workload: 'smol', answer: seconds(1024) }],
    });
  });

  test('of an engine answers for longer, since the gateway looks for pods by itself', () => {
    const [before, after] = [planOf({ gateway: undefined }), planOf()].map(({ servers }) => servers[0]?.budgets);
    expect(before?.propagation).toBeUndefined();
    expect(after?.propagation).toEqual({
      value: 20,
      because: 'the gateway looks at names each 10 s, and they follow within 10 s',
    });
    expect((after?.grace.value ?? 0) - (before?.grace.value ?? 0)).toBe(5);
  });
});

describe('the models of a gateway', () => {
  test('are those of engines and fleets, with the Services of their ready pods', () => {
    expect(planOf().gateway).toMatchObject({
      models: {
        models: {
          smol: {
            engine: 'llama-server',
            contextLength: 2048,
            maxOutputLength: 128,
            images: false,
            maxBody: 4 * 1024 * 1024,
            tracks: { main: { cluster: 'smol' } },
          },
        },
        clusters: {
          smol: { host: 'smol-ready.llm-serving.svc.cluster.local.', port: 8080, affinity: 'least-requests' },
          fleet: { host: 'fleet-ready.llm-serving.svc.cluster.local.', port: 11_434 },
        },
      },
    });
  });

  test('with tracks have one name, a cluster for each track, and what fits all of them', () => {
    const planned = planOf({
      models: {
        smol: {
          ...rack.models.smol,
          affinity: 'session',
          aliases: ['small'],
          tracks: { blue: { weight: 90 }, green: { weight: 10, settings: { contextLength: 1024 } } },
        },
      },
    });
    expect(planned.gateway?.models.models['smol']).toMatchObject({
      aliases: ['small'],
      contextLength: 1024,
      tracks: { blue: { cluster: 'smol-blue' }, green: { cluster: 'smol-green' } },
    });
    expect(planned.gateway?.weights['smol']).toEqual({ blue: 90, green: 10 });
    expect(planned.gateway?.models.clusters['smol-green']).toMatchObject({
      host: 'smol-green-ready.llm-serving.svc.cluster.local.',
      affinity: 'session',
    });
  });
});

describe('what others provide', () => {
  const needs = (more: Partial<GatewayInput>, apiKey?: { secretName: string; key: string }) =>
    gatewayNeeds({
      cluster: { namespaces: { gateway: 'llm-gateway' }, apiKey },
      gateway: { keys: { secretName: 'gateway-keys' }, ...gateway, ...more },
    } as unknown as Parameters<typeof gatewayNeeds>[0]).map(({ kind, namespace = '', name }) =>
      [kind, `${namespace}/${name}`].join(' '),
    );

  test('follows from each option', () => {
    expect(needs({})).toEqual(['Secret llm-gateway/gateway-keys']);
    expect(needs({ expose: { by: 'gateway-api', className: 'envoy' } })).toEqual([
      'CustomResourceDefinition /gateways.gateway.networking.k8s.io',
      'CustomResourceDefinition /httproutes.gateway.networking.k8s.io',
      'GatewayClass /envoy',
      'Secret llm-gateway/gateway-keys',
    ]);
    expect(needs({ expose: { by: 'ingress', className: 'traefik' }, tls: { secretName: 'mine' } })).toEqual([
      'IngressClass /traefik',
      'Secret llm-gateway/mine',
      'Secret llm-gateway/gateway-keys',
    ]);
    expect(needs({ tls: { issuer: { kind: 'Issuer', name: 'ca' } } })).toContain('Issuer llm-gateway/ca');
    expect(needs({ tls: { issuer: { kind: 'ClusterIssuer', name: 'ca' } } })).toContain('ClusterIssuer /ca');
    expect(
      needs({
        keys: { from: 'external-secrets', store: { kind: 'ClusterSecretStore', name: 'corral' }, path: 'keys' },
      }),
    ).toEqual(['CustomResourceDefinition /externalsecrets.external-secrets.io', 'ClusterSecretStore /corral']);
    expect(needs({}, { secretName: 'engines', key: 'key' })).toContain('Secret llm-gateway/engines');
  });

  test('is nothing without a gateway', () => {
    expect(gatewayNeeds({ cluster: {} } as unknown as Parameters<typeof gatewayNeeds>[0])).toEqual([]);
  });
});
