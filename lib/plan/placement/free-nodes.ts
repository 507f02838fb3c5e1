/**
 * Nodes of one pool in order, with what is free on each; finds the first that takes a pod without looking at all of
 * them.
 */
import type { Amounts, NodeSupply } from './demand';

/** A tree of maxima: an inner node knows the most that any node below it has free, resource by resource. */
export class FreeNodes {
  private readonly resources: readonly string[];
  private readonly free: Float64Array;
  private readonly leaves: number;

  constructor(readonly pool: NodeSupply) {
    this.resources = Object.keys(pool.offers);
    this.leaves = 2 ** Math.ceil(Math.log2(Math.max(1, pool.nodes)));
    // What is no node has less than nothing, so that not even a pod that asks for nothing finds it.
    this.free = new Float64Array(2 * this.leaves * this.resources.length).fill(-1);
    for (let node = 0; node < pool.nodes; node += 1)
      this.resources.forEach((resource, r) => this.write(this.leaves + node, r, pool.offers[resource] ?? 0));
    for (let at = this.leaves - 1; at > 0; at -= 1) this.refresh(at);
  }

  /**
   * The first node from `from` on with room for a pod, and how many such pods it takes; `undefined` when there is none.
   */
  firstFit(pod: Amounts, from = 0): { readonly node: number; readonly pods: number } | undefined {
    const wanted = this.resources.map((resource) => pod[resource] ?? 0);
    if (Object.entries(pod).some(([resource, amount]) => amount > 0 && !this.resources.includes(resource)))
      return undefined;
    const leaf = this.descend(1, 0, this.leaves, wanted, from);
    if (leaf === undefined) return undefined;
    const pods = Math.min(
      ...wanted.flatMap((amount, r) => (amount > 0 ? [Math.floor(this.read(leaf, r) / amount)] : [])),
    );
    return { node: leaf - this.leaves, pods };
  }

  /** What is free of each resource on a node. */
  freeOn(node: number): Amounts {
    return Object.fromEntries(this.resources.map((resource, r) => [resource, this.read(this.leaves + node, r)]));
  }

  /** Takes `count` pods' amounts off a node; a negative count gives them back. */
  take(node: number, pod: Amounts, count: number): void {
    const leaf = this.leaves + node;
    this.resources.forEach((resource, r) => this.write(leaf, r, this.read(leaf, r) - count * (pod[resource] ?? 0)));
    for (let at = leaf >> 1; at > 0; at >>= 1) this.refresh(at);
  }

  private read(at: number, resource: number): number {
    return this.free[at * this.resources.length + resource] ?? 0;
  }

  private write(at: number, resource: number, amount: number): void {
    this.free[at * this.resources.length + resource] = amount;
  }

  private refresh(at: number): void {
    for (let r = 0; r < this.resources.length; r += 1)
      this.write(at, r, Math.max(this.read(2 * at, r), this.read(2 * at + 1, r)));
  }

  private descend(
    at: number,
    first: number,
    width: number,
    wanted: readonly number[],
    from: number,
  ): number | undefined {
    if (first + width <= from) return undefined;
    if (wanted.some((amount, r) => this.read(at, r) < amount)) return undefined;
    if (at >= this.leaves) return at;
    const half = width / 2;
    return (
      this.descend(2 * at, first, half, wanted, from) ?? this.descend(2 * at + 1, first + half, half, wanted, from)
    );
  }
}
