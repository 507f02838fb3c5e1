/** What must be done before an environment with keys is applied. */
import { describe, expect, test } from '@jest/globals';
import { parseEnvironment, plan, type EnvironmentInput, type Plan } from '../../lib';
import { gib, mib } from '../../lib/core/bytes';
import { beforehand } from '../../lib/render';
import { production } from '../../overlays/production';
import { staging } from '../../overlays/staging';
import { rack } from '../charts/support';
import { everywhere } from '../delivery/support/everywhere';
import { reportOf } from '../invalid/read';
import { team } from '../namespaced/team';

const planned = (input: EnvironmentInput): Plan => {
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new Error(reportOf(faults));
  return plan(environment);
};
const withKeys: EnvironmentInput = {
  ...staging,
  cluster: { ...staging.cluster, apiKey: { secretName: 'llm-key', key: 'keys' } },
  prerequisites: (staging.prerequisites ?? []).map((each) =>
    each.kind === 'PodMonitor' ? { ...each, authorization: 'Bearer' } : each,
  ),
};
const commands = [
  `kubectl -n llm-serving get secret llm-key -o go-template='{{index .data "keys"}}' | base64 -d | head -n 1 | grep -q '^[^#]'`,
];
const what =
  'put the keys of requests into Secret llm-serving/llm-key, entry keys, one in each line; if this command fails, servers would ask for none';
const [fleet = ''] = Object.keys(staging.ollama ?? {});

test('the Secret of the keys is made and is not empty, and workloads whose engine knows no keys are named', () => {
  expect(beforehand(planned(withKeys))[0]).toEqual({
    what: `${what}; ${fleet} never asks for one`,
    when: 'after',
    commands,
  });
  expect(beforehand(planned({ ...withKeys, ollama: {} }))[0]).toEqual({ what, when: 'after', commands });
});

const gateway = { tls: 'none', expose: { by: 'cluster' }, clients: { all: { models: 'all' } } } as const;
const behindGateway = { ...withKeys, gateway, ollama: {} };

test('behind a gateway a command makes the key in each namespace that uses it', () => {
  expect(beforehand(planned(behindGateway))[0]).toEqual({
    what:
      'put the key of engines into Secret llm-serving/llm-key and llm-gateway/llm-key, entry keys, ' +
      'for which their pods wait; the first npm run key -- new makes it too',
    when: 'after',
    commands: ['npm run key -- engine --env staging'],
  });
});

test('what External Secrets fills is put into the store', () => {
  const keys = {
    from: 'external-secrets',
    store: { kind: 'SecretStore', name: 'corral' },
    path: 'corral/keys',
  } as const;
  const { apiKey: _apiKey, ...cluster } = behindGateway.cluster;
  expect(beforehand(planned({ ...behindGateway, cluster, gateway: { ...gateway, keys } }))[0]?.what).toBe(
    "put the key of engines into property keys of 'corral/engine-key', in the store behind SecretStore 'corral', " +
      'for which their pods wait',
  );
});

test('llama-servers that ask for no key, for a stated reason, need none', () => {
  const cluster = { ...behindGateway.cluster, apiKey: { none: 'the mesh authenticates pods' } };
  const prerequisites = (withKeys.prerequisites ?? []).map((each) => ({ ...each, authorization: undefined }));
  expect(JSON.stringify(beforehand(planned({ ...behindGateway, cluster, prerequisites })))).not.toContain('key of');
});

test('without keys there is nothing to do for them', () => {
  expect(JSON.stringify(beforehand(planned(staging)))).not.toContain('secret');
});

describe('commands for shared GPUs', () => {
  const onGpu = (sharing: object): EnvironmentInput =>
    ({
      ...rack,
      nodePools: { ...rack.nodePools, gpu: { ...rack.nodePools.gpu, sharing } },
      ollama: {},
    }) as EnvironmentInput;
  const commandsOf = (sharing: object) => beforehand(planned(onGpu(sharing))).flatMap((each) => each.commands);

  test('replace no label that others have set on a node', () => {
    const commands = commandsOf({ by: 'time-slicing', replicas: 4 });
    expect(commands.at(-1)).toBe('kubectl label node gpu-1 gpu-2 nvidia.com/device-plugin.config=gpu');
    expect(commands.join('\n')).not.toContain('--overwrite');
  });

  test('are none where the pool uses what others have set up', () => {
    expect(commandsOf({ by: 'time-slicing', replicas: 4, named: 'usual-name' })).toEqual([]);
  });

  test('find the nodes of a pool by what their labels must be and must not be', () => {
    const cloud: EnvironmentInput = {
      ...rack,
      catalog: { ...rack.catalog, instances: everywhere.catalog.instances },
      nodePools: {
        ...rack.nodePools,
        gpu: {
          on: 'cloud',
          provisioner: 'aks',
          instance: 'azure/Standard_NC24ads_A100_v4',
          nodes: { min: 2, max: 2 },
          ephemeralStorage: gib(500),
          diskBandwidth: mib(500),
          sharing: { by: 'time-slicing', replicas: 2 },
        },
      },
      ollama: {},
    };
    expect(
      beforehand(planned(cloud))
        .flatMap((each) => each.commands)
        .at(-1),
    ).toBe(
      "kubectl label node -l 'node.kubernetes.io/instance-type=Standard_NC24ads_A100_v4," +
        "kubernetes.azure.com/scalesetpriority!=spot' nvidia.com/device-plugin.config=gpu",
    );
  });
});

describe('Secrets that others make in a namespace of the environment', () => {
  const databases = {
    crm: {
      kind: 'postgres',
      size: gib(1),
      databases: { crm: {} },
      passwords: { secretName: 'crm-passwords' },
      clients: [],
    },
  } as const;
  const whenOf = (input: EnvironmentInput) =>
    beforehand(planned(input))
      .filter(({ what: each }) => each.startsWith('make the Secrets of the databases'))
      .map(({ when = 'before' }) => when);

  test('come after the environment, which makes the namespace', () => {
    expect(whenOf({ ...staging, databases })).toEqual(['after']);
  });

  test('come before it where the namespace is there already', () => {
    expect(whenOf({ ...team, databases })).toEqual(['before']);
  });

  test('are printed below everything that comes before', () => {
    const order = beforehand(planned(production)).map(({ when = 'before' }) => when);
    expect(order).toContain('after');
    expect(order).toEqual([...order].sort().reverse());
  });
});
