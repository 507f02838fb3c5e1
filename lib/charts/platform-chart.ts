/** A deployable unit: a chart of one namespace or one concern, with the wave in which it is applied. */
import { Chart, type App } from 'cdk8s';
import { type Wave, waves } from '../plan';
import type { ObjectAdditions } from '../workload';

/**
 * A chart that knows its wave. Order is data: cdk8s dependencies between charts are walked path by path and do not
 * scale.
 */
export class PlatformChart extends Chart {
  /** Number of its wave, as rendered files and units of delivery have it. */
  readonly wave: number;

  /** @param objects what is added to each of its objects */
  constructor(
    app: App,
    name: string,
    wave: Wave,
    readonly objects: ObjectAdditions,
  ) {
    super(app, name, { disableResourceNameHashes: true });
    this.wave = waves[wave].number;
  }
}
