/** One llama-server of the plan. */
import type { App } from 'cdk8s';
import { LlamaServer } from '../constructs/serving/llama-server';
import { WeightsServer } from '../constructs/weights/weights-server';
import type { WeightsVolume } from '../constructs/serving/weights-volume';
import type { Bytes } from '../core/bytes';
import type { Environment } from '../environment/environment';
import type { LocalTier } from '../workload/server';
import { sharedNames } from '../plan/names';
import type { ModelWorkload } from '../engines/llama-server/workload';
import type { Plan, ServerPlan } from '../plan/plan';
import { staticStorageClass } from './cluster-names';
import { roomFor } from '../sizing';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';
import { weightsServerPlace } from './storage';

/** Where the weights of a workload are, from its local tier. */
export function weightsVolume(environment: Environment, local: LocalTier, size: Bytes): WeightsVolume {
  const from = () => WeightsServer.addressOf(sharedNames.weightsServer, weightsServerPlace(environment));
  switch (local.kind) {
    case 'ephemeral':
      return { kind: 'ephemeral', size, from: from() };
    case 'csi':
      return {
        kind: 'claim',
        size,
        storageClass: environment.cluster.storageTiers[local.tier]?.storageClass ?? local.tier,
        from: from(),
      };
    case 'static':
      return { kind: 'claim', size, storageClass: staticStorageClass(environment), from: from() };
    case 'direct':
      return { kind: 'direct', claimName: sharedNames.store };
    case 'image':
      return local;
  }
}

export class ModelChart extends PlatformChart {
  constructor(app: App, { environment }: Plan, programs: ProgramsChart, server: ServerPlan<ModelWorkload>) {
    super(app, server.chart, 'workloads');
    const { cluster } = environment;
    const { workload, localWeights } = server;
    const size = workload.local.kind === 'csi' ? roomFor(localWeights.value) : localWeights.value;
    new LlamaServer(this, workload.name, {
      ...server,
      programs,
      namespace: cluster.namespaces.serving,
      reference: workload.weights,
      model: workload.model,
      draft: workload.draft && {
        reference: workload.draft.weights,
        model: workload.draft.model,
        tokens: workload.settings.draftTokens,
      },
      settings: workload.settings,
      rollout: server.replacement.by === 'deployment' ? server.replacement.rollout : undefined,
      flags: workload.flags,
      weights: weightsVolume(environment, workload.local, size),
      access: cluster,
    });
  }
}
