/** One fleet of Ollama of the plan. */
import type { App } from 'cdk8s';
import { OllamaFleet } from '../constructs/serving/ollama-fleet';
import type { OllamaFleetPlan, Plan } from '../plan/plan';
import { weightsVolume } from './model';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';

export class FleetChart extends PlatformChart {
  constructor(app: App, { environment }: Plan, programs: ProgramsChart, fleet: OllamaFleetPlan) {
    super(app, `fleet-${fleet.workload.name}`, 'workloads');
    const { workload } = fleet;
    const size = workload.local.kind === 'ephemeral' ? fleet.localWeights.value : fleet.volumeSize.value;
    new OllamaFleet(this, workload.name, {
      ...fleet,
      programs,
      namespace: environment.cluster.namespaces.serving,
      models: workload.byOrdinal ?? workload.models,
      settings: workload.settings,
      replicas: workload.replicas,
      weights: weightsVolume(environment, workload.local, size),
      access: environment.cluster,
    });
  }
}
