/** What `npm run lock` is asked for, and what reading needs of the world. */
import type { Model } from '../../lib';
import { originText } from '../../lib/internal';
import { beside, type Place } from './place';
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
      /** Measured memory, for an architecture without a memory model. */
      readonly memory?: Model['memory'];
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
      /** Measured memory, for an architecture without a memory model. */
      readonly memory?: Model['memory'];
      readonly adapters?: readonly AdapterWord[];
      /** Where a cluster gets the same file. @default - as the entry with the same SHA-256 says */
      readonly place?: Place;
      readonly key?: string;
    }
  | {
      readonly from: 'web';
      /** Address of the file, or of its first shard. */
      readonly file: string;
      readonly projector?: string;
      readonly template?: string;
      /** Measured memory, for an architecture without a memory model. */
      readonly memory?: Model['memory'];
      readonly adapters?: readonly AdapterWord[];
      /** The server, and the path of the file below its folder. */
      readonly place: Place;
      /** Digests of the shards in order, then of the projector: what has one is not downloaded. */
      readonly sha256: readonly string[];
      readonly key?: string;
    };

/** What reading needs of the world. */
export interface LockWorld {
  readonly progress: Progress;
  readonly fetch: typeof fetch;
}

/** Where a cluster gets the file, where the request states it: for a hub it is the hub. */
export const statedOrigin = (request: LockRequest, revision?: string): Model['origin'] | undefined =>
  request.from === 'hub' ? { from: 'huggingface', repo: request.repo, revision } : request.place?.origin;

/** The origin that a request states and an entry does not have; `undefined` where the model stays where it is. */
export function movedTo(request: LockRequest, known: Model | undefined): string | undefined {
  const stated = statedOrigin(request);
  if (stated === undefined || known === undefined) return undefined;
  return originText(stated) === originText(known.origin) ? undefined : originText(stated);
}

/** The path of a second file of a model where a cluster gets it: beside the first. */
export const pathBeside = (request: LockRequest, path: string): string =>
  request.from === 'disk' && request.place !== undefined ? beside(request.place, path) : path;
