/**
 * Whether Envoy knows the pods of engines. It is live before: a new pod of the gateway cannot ask for names, or reach an
 * engine, until the network lets it. Requests that came then would find no engine.
 */
import type { Log } from '../metrics/log';
import type { Configuration } from '../reload/configuration';

/** What Envoy knows of a cluster. */
export interface ClusterState {
  /** Whether its name was answered once. */
  readonly answered: boolean;
  readonly pods: number;
  readonly healthy: number;
}

/** The states of clusters by name; undefined while Envoy does not answer. */
type AskEnvoy = () => Promise<ReadonlyMap<string, ClusterState> | undefined>;

const lookEveryMs = 500;
/** The engine of one model may be ill: the others are served then, without it. */
const longestMs = 20_000;

/** A model without pods sleeps. */
const isKnown = (state: ClusterState | undefined): boolean =>
  state !== undefined && state.answered && (state.pods === 0 || state.healthy > 0);

export class KnownClusters {
  /** Whether all of them were known once, or it took too long. */
  known = false;
  #answeredAt: number | undefined;

  constructor(
    private readonly configuration: Pick<Configuration, 'clusters' | 'complete'>,
    private readonly ask: AskEnvoy,
    private readonly log: Log,
    private readonly now: () => number,
  ) {}

  /** Looks until all are known. */
  async start(): Promise<void> {
    await this.look();
    if (!this.known) setTimeout(() => void this.start(), lookEveryMs).unref();
  }

  async look(): Promise<void> {
    const states = await this.ask();
    // Without its files there is no list of clusters yet, and none of them would be unknown.
    if (states === undefined || !this.configuration.complete) return;
    const since = (this.#answeredAt ??= this.now());
    const unknown = [...this.configuration.clusters.keys()].filter((name) => !isKnown(states.get(name)));
    if (unknown.length > 0 && this.now() < since + longestMs) return;
    this.known = true;
    if (unknown.length > 0)
      this.log(
        'warning',
        `clusters: Envoy knows no healthy pod of ${unknown.length}: ${unknown.slice(0, 5).join(', ')}`,
      );
  }
}
