/** What `npm run plan` prints of a gateway. */
import { describe, expect, test } from '@jest/globals';
import type { EnvironmentInput } from '../../lib/environment/environment';
import type { GatewayInput } from '../../lib/environment/gateway/gateway';
import { gib, mib } from '../../lib/core/bytes';
import { commands } from '../../scripts/commands';
import { rack } from '../charts/support';

const gateway: GatewayInput = {
  tls: 'none',
  expose: { by: 'cluster' },
  clients: { 'team-a': { models: ['smol'] }, all: { models: 'all' } },
};

/** The lines of the section of the gateway. */
function section(more: Partial<EnvironmentInput> = {}, width = 200): readonly string[] {
  const out: string[] = [];
  const console = { out: (text: string) => out.push(text), error: (text: string) => out.push(text) };
  commands.plan.run([], {
    console: { ...console, layout: { width, colours: false } },
    environments: [{ ...rack, gateway, ...more }],
  });
  const lines = out.join('\n').split('\n');
  const start = lines.indexOf('Gateway');
  const end = lines.findIndex((line, i) => i > start && /^\S/.test(line));
  return start < 0 ? [] : lines.slice(start, end).filter((line) => line !== '');
}

describe('the plan', () => {
  test('shows pods, memory, clients, models and the address', () => {
    const lines = section();
    expect(lines.join('\n')).toMatch(
      /^ +2 +896 +cpu +2 +2 +pods of the cluster +http:\/\/gateway\.llm-gateway\.svc:8080\/v1 *$/m,
    );
    expect(lines.at(-1)).toBe(
      '  A pod that ends waits up to 10 min for its answers (in steps, the longest answer is 3 s, of smol): no answer ends early.',
    );
  });

  test.each([
    [{ expose: { by: 'gateway-api', className: 'envoy' }, host: 'llm.example.org' }, 'https://llm.example.org/v1'],
    [{ expose: { by: 'node-port', port: 30_443 } }, 'https://NODE:30443/v1'],
    [{ expose: { by: 'cluster' } }, 'https://gateway.llm-gateway.svc/v1'],
  ] as const)('shows the address of %j', (change, address) => {
    expect(section({ gateway: { ...gateway, tls: { secretName: 'tls' }, ...change } }).join('\n')).toContain(address);
  });

  test('names the models whose answers end early', () => {
    const managed = {
      provisioner: 'eks-node-group',
      on: 'cloud',
      instance: 'aws/m7i.2xlarge',
      nodes: { min: 2, max: 4 },
      ephemeralStorage: gib(100),
      diskBandwidth: mib(125),
    };
    const text = section({
      nodePools: { ...rack.nodePools, cpu: managed } as unknown as EnvironmentInput['nodePools'],
      supportPools: ['cpu'],
      models: { smol: { ...rack.models.smol, tokensPerSecond: 0.125 } },
    })
      .slice(-2)
      .join(' ')
      .replaceAll(/\s+/g, ' ');
    expect(text).toContain(
      'A pod that ends waits 14 min 30 s for its answers (an EKS managed node group allows 15 min to drain a node of pool cpu, and 30 s are needed beside answers). Longer answers end early: smol (up to 17 min 4 s).',
    );
  });

  test('has no wider line than the terminal', () => {
    expect(section({}, 80).filter((line) => line.length > 80)).toEqual([]);
  });

  test('has no such section without a gateway', () => {
    expect(section({ gateway: undefined })).toEqual([]);
  });

  test('is the same for machines, without configuration', () => {
    const out: string[] = [];
    const console = { out: (text: string) => out.push(text), error: () => undefined };
    commands.plan.run(['--json'], { console, environments: [{ ...rack, gateway }] });
    const [planned] = JSON.parse(out.join('\n')) as { gateway: object }[];
    expect(planned?.gateway).toMatchObject({ cuts: [], slots: 3, clients: ['all', 'team-a'] });
    expect(Object.keys(planned?.gateway ?? {})).toEqual([
      'longestAnswer',
      'cuts',
      'slots',
      'clients',
      'models',
      'limits',
    ]);
  });
});
