/** What a LoRA adapter is: a small file that changes matrices of one model. Data, no arithmetic. */
import type { LayerRun } from './layer-run';
import type { WeightsFile } from './weights-file';

/** Where the bytes of an adapter lie: each tensor is on the device of the matrix that it changes. */
export interface AdapterTensors {
  /** Of the token embedding, which is on the host. */
  readonly inputBytes: number;
  /** Of the output matrix. */
  readonly outputBytes: number;
  /** The layers that the engine loads, in order. */
  readonly layers: readonly LayerRun[];
  /** Elements that its results take for each token beside the widest point of a layer of the model. */
  readonly width: number;
  /** The same where several of the loaded adapters have it, since they change results of experts. @default - as `width` */
  readonly widthBesideOthers?: number;
  /** Elements that are computed for each row of logits beside those of the output matrix. @default 0 */
  readonly outputWidth?: number;
}

/** An adapter of a model. */
export interface Adapter {
  readonly file: WeightsFile;
  /** Repository of the hub that has the file. @default - that of the model */
  readonly origin?: { readonly repo: string; readonly revision?: string };
  readonly tensors: AdapterTensors;
}
