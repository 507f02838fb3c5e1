/**
 * Which clusters Envoy routes to. It reads the list of clusters from a file, finds their pods and asks for their health:
 * until then a new cluster would fail the requests of a model whose weights have just changed.
 */

/** Milliseconds in which Envoy has a new cluster. */
const untilRouted = 5000;

export class RoutedClusters {
  #since: ReadonlyMap<string, number> | undefined;

  /** The clusters as they are written now. Envoy starts after the first ones. `now`: milliseconds. */
  update(clusters: Iterable<string>, now: number): void {
    const before = this.#since;
    this.#since = new Map(
      [...clusters].map((name) => [name, before === undefined ? -Infinity : (before.get(name) ?? now)]),
    );
  }

  has(cluster: string, now: number): boolean {
    return now - (this.#since?.get(cluster) ?? now) >= untilRouted;
  }
}
