/** One object, with its place among the charts. */
import type { Manifest } from '../kubernetes/read';

/** An object, the chart that holds it, and its wave. */
export interface Seen<Body = unknown> {
  readonly manifest: Manifest;
  /** The same object, by the type of its kind. */
  readonly body: Body;
  /** Empty for kinds that have none. */
  readonly namespace: string;
  readonly chart: string;
  readonly wave: number;
}
