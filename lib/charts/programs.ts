/** The programs of all pods: drawn by the charts of later waves, each once for a namespace. */
import type { App } from 'cdk8s';
import type { Plan } from '../plan';
import { PlatformChart } from './platform-chart';

export class ProgramsChart extends PlatformChart {
  constructor(app: App, { environment }: Plan) {
    super(app, 'programs', 'cluster', environment.objects);
  }

  /** Whether no workload runs a program. */
  get isEmpty(): boolean {
    return this.node.children.length === 0;
  }
}
