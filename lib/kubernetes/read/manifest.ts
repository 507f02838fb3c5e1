/** An object as it is written: plain JSON, after every lazy value is resolved. */

import { groupOf } from '../kinds';

/** JSON, as deep as it goes. */
export type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

/** A rendered Kubernetes object. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: {
    readonly name: string;
    readonly namespace?: string;
    readonly labels?: Readonly<Record<string, string>>;
    readonly annotations?: Readonly<Record<string, string>>;
  };
  readonly [field: string]: unknown;
}

/** What makes an object one and the same: group, kind, namespace, name. The version does not count. */
export function identity({ apiVersion, kind, metadata }: Manifest): string {
  return [groupOf(apiVersion), kind, metadata.namespace ?? '', metadata.name].join('/');
}

/** `Deployment llm-serving/qwen`: how findings, exemptions and reports name an object. */
export const title = ({ kind, metadata: { namespace, name } }: Manifest): string =>
  namespace === undefined ? `${kind} ${name}` : `${kind} ${namespace}/${name}`;

/** A deployable unit, rendered: the objects of one namespace or one concern, and the wave in which it is applied. */
export interface RenderedChart {
  readonly name: string;
  /** Applied after every chart of a lower wave is ready. */
  readonly wave: number;
  readonly manifests: readonly Manifest[];
}
