/** A proxy and a CA bundle of an environment: loaders have them, policies follow, and engines have neither. */
import { describe, expect, test } from '@jest/globals';
import { FaultError, synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { staging } from '../../overlays/staging';

const input: EnvironmentInput = {
  ...staging,
  cluster: {
    ...staging.cluster,
    downloads: {
      proxy: { url: 'http://proxy.corp.example:3128', addresses: ['10.0.0.7/32'], noProxy: ['mirror.corp.example'] },
      caBundle: { configMap: 'corp-ca', key: 'ca.crt' },
    },
  },
};
const manifests: readonly Manifest[] = synthesise(input).charts.flatMap((chart) => chart.manifests);
const loaders = manifests.filter(({ kind }) => kind === 'Job');

describe('with a proxy and a CA bundle', () => {
  test('each loader has both', () => {
    expect(loaders.length).toBeGreaterThan(2);
    for (const { spec } of loaders)
      expect(spec).toMatchObject({
        template: {
          spec: {
            containers: [
              {
                env: expect.arrayContaining([
                  { name: 'https_proxy', value: 'http://proxy.corp.example:3128' },
                  { name: 'http_proxy', value: 'http://proxy.corp.example:3128' },
                  { name: 'no_proxy', value: 'mirror.corp.example' },
                  { name: 'CURL_CA_BUNDLE', value: '/etc/ca-bundle/ca.crt' },
                ]),
                volumeMounts: expect.arrayContaining([
                  { name: 'ca-bundle', mountPath: '/etc/ca-bundle', readOnly: true },
                ]),
              },
            ],
            volumes: expect.arrayContaining([
              { name: 'ca-bundle', configMap: { name: 'corp-ca', items: [{ key: 'ca.crt', path: 'ca.crt' }] } },
            ]),
          },
        },
      });
  });

  test('their policies let them to names and to the proxy, and to no public address', () => {
    const policies = manifests.filter(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('load-'),
    );
    expect(policies.length).toBe(loaders.length);
    for (const { spec } of policies) {
      const { egress } = spec as { readonly egress: readonly object[] };
      expect(egress).toHaveLength(2);
      expect(egress[1]).toEqual({
        to: [{ ipBlock: { cidr: '10.0.0.7/32' } }],
        ports: [{ protocol: 'TCP', port: 3128 }],
      });
    }
  });

  test('no other object has any of it', () => {
    const others = manifests.filter(({ kind, metadata }) => kind !== 'Job' && !metadata.name.startsWith('load-'));
    expect(JSON.stringify(others)).not.toMatch(/_proxy|corp-ca|10\.0\.0\.7/);
  });

  test('an amendment that opens the hub beside the proxy is refused', () => {
    const [loader] = manifests.filter(
      ({ kind, metadata }) => kind === 'NetworkPolicy' && metadata.name.startsWith('load-'),
    );
    const target = `NetworkPolicy ${loader?.metadata.namespace}/${loader?.metadata.name}`;
    const jsonPatch = [
      {
        op: 'add' as const,
        path: '/spec/egress/-',
        value: { to: [{ ipBlock: { cidr: '192.0.2.7/32' } }], ports: [{ protocol: 'TCP', port: 443 }] },
      },
    ];
    expect(() => synthesise({ ...input, amendments: [{ target, jsonPatch, reason: 'a test' }] })).toThrow(FaultError);
  });
});
