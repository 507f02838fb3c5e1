/** What `npm run lock` is asked for, and what reading needs of the world. */
import type { Progress } from './progress';

/** A LoRA adapter that is asked for: its name, its file, and its repository if it is another than the model's. */
export interface AdapterWord {
  readonly name: string;
  readonly repo?: string;
  readonly path: string;
}

/** What is to be locked. */
export type LockRequest =
  | {
      readonly from: 'hub';
      readonly hub: string;
      readonly repo: string;
      readonly file: string;
      readonly projector?: string;
      readonly template?: string;
      readonly adapters?: readonly AdapterWord[];
      readonly revision: string;
      /** Digests of the shards in order, then of the projector, for a mirror that does not say them. */
      readonly sha256: readonly string[];
      readonly key?: string;
    }
  | {
      readonly from: 'disk';
      readonly file: string;
      readonly projector?: string;
      readonly template?: string;
      readonly adapters?: readonly AdapterWord[];
      /** Repository where a cluster gets the same file. @default - as the entry with the same SHA-256 says */
      readonly repo?: string;
      readonly key?: string;
    };

/** What reading needs of the world. */
export interface LockWorld {
  readonly progress: Progress;
  readonly fetch: typeof fetch;
}
