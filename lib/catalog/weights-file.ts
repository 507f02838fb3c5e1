/** A file of weights by content. Data, no arithmetic. */

export interface WeightsFile {
  /** Path inside the repository, or a name of ours for a registry's blob. */
  readonly path: string;
  /** 64 hexadecimal digits. */
  readonly sha256: string;
  readonly bytes: number;
  /**
   * `stated`: a source gives the size. `computed`: sum of the tensors and the header's estimated length, shards in
   * equal parts.
   */
  readonly bytesFrom: 'stated' | 'computed';
}
