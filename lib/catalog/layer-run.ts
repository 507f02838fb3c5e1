/** Layers of a model by their bytes. Data, no arithmetic. */

/** Consecutive layers of equal size. */
export interface LayerRun {
  readonly layers: number;
  /** Bytes of one layer without its routed experts. */
  readonly bytes: number;
  /** Bytes of one layer's routed experts (`ffn_*_exps`). @default 0 */
  readonly expertBytes?: number;
  /** Bytes of the largest single expert tensor of one layer. @default 0 */
  readonly largestExpertTensorBytes?: number;
}
