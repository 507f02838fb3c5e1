/** A deployable unit: a chart of one namespace or one concern, with the wave in which it is applied. */
import { Chart, type App } from 'cdk8s';

/**
 * The waves, in order: a wave is applied when all charts of the one before are ready. The last holds one chart per
 * workload, so that one bad model blocks no other.
 */
export const waves = { namespaces: 0, cluster: 1, storage: 2, weights: 3, workloads: 4 } as const;
export type Wave = keyof typeof waves;

/**
 * A chart that knows its wave. Order is data: cdk8s dependencies between charts are walked path by path and do not
 * scale.
 */
export class PlatformChart extends Chart {
  readonly wave: number;

  constructor(app: App, name: string, wave: Wave) {
    super(app, name, { disableResourceNameHashes: true });
    this.wave = waves[wave];
  }
}
