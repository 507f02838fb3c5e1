/** What preflight cannot see is printed, and is no difference. */
import { describe, expect, test } from '@jest/globals';
import { formatDifference } from '../../lib/internal';
import { production } from '../../overlays/production';
import { staging } from '../../overlays/staging';
import { adding, compared, labelled, offering, without } from './support/declared';
import { nodePool } from './support/nodes';
import { rack } from './support/rack';
import { unseenOf } from './support/unseen';

describe('what cannot be seen is said, and is no difference', () => {
  test('pools without a node, which an autoscaler brings', () => {
    expect(
      compared(staging, adding(nodePool()), ...[0, 1, 2, 3, 4, 5].map((i) => without('Node', `l4-spot-${i}`))),
    ).toEqual({
      environment: 'staging',
      differences: [],
      unusable: [],
      unseen: ["staging.nodePools['l4-spot']: labels, taints, resources and GPUs of its nodes: it has no node now"],
    });
  });

  test('whether the address of the weights servers is free, on a server that shows no addresses', () => {
    expect(
      compared(production, without('IPAddress', '10.96.0.1'), without('ServiceCIDR', 'kubernetes')).unseen.filter(
        (text) => !unseenOf(production).includes(text),
      ),
    ).toEqual([
      'production.cluster.weights.address: whether 10.96.0.15 is free, since the cluster serves no IPAddresses',
    ]);
  });

  test('Secrets, GPUs without discovery', () => {
    const hubToken = { secretName: 'hub', key: 'token' };
    const apiKey = { secretName: 'llm-key', key: 'keys' };
    const environment = {
      ...production,
      cluster: { ...production.cluster, apiKey, downloads: { hubToken } },
      prerequisites: [
        ...(production.prerequisites ?? []).filter(({ kind }) => kind !== 'PodMonitor'),
        { kind: 'Scraper', name: 'jobs', providedBy: 'us', authorization: 'Bearer' } as const,
        { kind: 'Secret', namespace: 'model-store', name: 'other', providedBy: 'us' } as const,
      ],
    };
    const { unseen } = compared(environment, labelled('gpu-ollama-1', { 'nvidia.com/gpu.product': undefined }));
    expect(unseen.filter((text) => !unseenOf(production).includes(text))).toEqual([
      'production: whether Secret model-store/other exists: to look for it needs the right to read it',
      'production: whether Secret model-store/hub exists: to look for it needs the right to read it',
      'production: whether Secret llm-serving/llm-key exists: to look for it needs the right to read it',
      'production: whether Secret llm-gateway/llm-key exists: to look for it needs the right to read it',
      'production.prerequisites[1]: whether Scraper jobs scrapes port 8080, path /metrics, of every llama-server, with the key of cluster.apiKey',
      "production.nodePools['l40s-ollama']: product and memory of the GPUs of gpu-ollama-1: GPU feature discovery has not labelled them",
    ]);
  });

  test('labels of GPUs whose device plugin has ended: they are there, and only the GPUs are missing', () => {
    const { differences, unseen } = compared(rack({}), offering('gpu-0', { 'nvidia.com/gpu': '0' }));
    expect(differences.map(formatDifference)).toEqual([
      'rack.nodePools.gpu: declared 2 nvidia.com/gpu for its pods on each node; found none on gpu-0.\n  fix: run the NVIDIA device plugin on the node: devicePlugin.enabled=true of the GPU operator · kubectl describe node gpu-0\n  [GpusMissing]',
    ]);
    expect(unseen).toEqual([]);
  });
});
