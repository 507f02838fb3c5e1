/** One fleet of Ollama of the plan. */
import type { App } from 'cdk8s';
import { OllamaFleet } from '../constructs/serving/ollama-fleet';
import type { ServedModel } from '../workload/server';
import type { OllamaFleetWorkload } from '../engines/ollama/workload';
import type { Plan, ServerPlan } from '../plan/plan';
import { weightsVolume } from './model';
import { PlatformChart } from './platform-chart';
import type { ProgramsChart } from './programs';

const tagged = (served: readonly ServedModel[]) => served.map(({ key, model }) => ({ tag: key, model }));

export class FleetChart extends PlatformChart {
  constructor(app: App, { environment }: Plan, programs: ProgramsChart, fleet: ServerPlan<OllamaFleetWorkload>) {
    super(app, fleet.chart, 'workloads');
    const { workload } = fleet;
    const size =
      workload.local.kind === 'ephemeral' ? fleet.localWeights.value : (fleet.volumeSize ?? fleet.localWeights).value;
    new OllamaFleet(this, workload.name, {
      ...fleet,
      programs,
      namespace: environment.cluster.namespaces.serving,
      models: workload.byOrdinal?.map(tagged) ?? tagged(workload.served),
      settings: workload.settings,
      replicas: workload.replicas.max,
      rolloutMaxUnavailable: fleet.replacement.by === 'stateful-set' ? fleet.replacement.maxUnavailable : undefined,
      weights: weightsVolume(environment, workload.local, size),
      access: environment.cluster,
    });
  }
}
