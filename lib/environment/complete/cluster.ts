/** Fills in what an overlay leaves out about its cluster. */
import type { z } from 'zod';
import { at, type Path } from '../../core/path';
import type { Cluster, ClusterInput, WeightsStore } from '../cluster';
import type { FaultList } from '../fault-codes';
import { read } from '../schema/read';
import { clusterSchema } from '../schema/cluster';

/** Mount options for a store that is read much: wait for the server rather than fail, and do not write access times. */
const nfsMountOptions = ['hard', 'nfsvers=4.1', 'timeo=600', 'retrans=2', 'noatime'] as const;

const clusterDns = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } } as const;
/** Where NodeLocal DNSCache answers unless it is told otherwise. */
const nodeLocalDns = ['169.254.20.10/32'] as const;

function completeStore(weights: WeightsStore, clusterId: string): WeightsStore {
  if (weights.kind !== 'nfs') return weights;
  return { ...weights, subDir: weights.subDir ?? clusterId, mountOptions: weights.mountOptions ?? nfsMountOptions };
}

function completeCluster(input: ClusterInput): Cluster {
  const { id, namespaces, dns, downloads } = input;
  return {
    id,
    kubernetes: input.kubernetes ?? '1.36',
    namespaces: { serving: namespaces?.serving ?? 'llm-serving', store: namespaces?.store ?? 'model-store' },
    dns: { pods: dns?.pods ?? clusterDns, addresses: dns?.addresses ?? nodeLocalDns },
    gateway: input.gateway,
    monitoring: input.monitoring,
    metrics: input.metrics ?? 'none',
    runtimeClass: input.runtimeClass ?? 'existing',
    devicePluginNamespace: input.devicePluginNamespace ?? 'gpu-operator',
    priorityClasses: input.priorityClasses ?? 'owned',
    weights: completeStore(input.weights, id),
    unusedWeights: input.unusedWeights ?? 'report',
    downloads: {
      hub: downloads?.hub ?? 'https://huggingface.co',
      registry: downloads?.registry ?? 'https://registry.ollama.ai',
      hubToken: downloads?.hubToken,
      endpoints: downloads?.endpoints,
    },
    storageTiers: input.storageTiers ?? {},
  };
}

/** The cluster, complete; `undefined` when its shape is wrong. */
export function readCluster(faults: FaultList, input: unknown, place: Path): Cluster | undefined {
  const shape = read<z.output<typeof clusterSchema>>(clusterSchema, input, place);
  if (shape.faults !== undefined) {
    faults.take(shape.faults);
    return undefined;
  }
  const cluster = completeCluster(shape.value);
  const { serving, store } = cluster.namespaces;
  if (serving === store) {
    faults.add('SharedNamespace', at(place, 'namespaces'), `engines and store would both be in '${serving}'`, {
      fix: 'give the store a namespace of its own: only its pods may mount it',
    });
  }
  return cluster;
}
