/** The escape hatch as data: a change of a user's own to rendered objects. */

/** One operation of a JSON patch (RFC 6902). A path is a JSON pointer: `/spec/template/spec/containers/0/args/-`. */
export type JsonPatchOperation =
  | { readonly op: 'add' | 'replace' | 'test'; readonly path: string; readonly value: unknown }
  | { readonly op: 'remove'; readonly path: string }
  | { readonly op: 'move' | 'copy'; readonly from: string; readonly path: string };

/** Which objects an amendment changes, and why. */
export interface AmendmentTarget {
  /**
   * Object that it changes, without the hash at the end of its name: `Deployment llm-serving/qwen`,
   * `Job model-store/load-qwen2-5-0-5b`. A `*` stands for any text without a space or a slash:
   * `Job model-store/load-*`.
   */
  readonly target: string;
  readonly reason: string;
}

/**
 * A change to rendered objects, before their names are hashed and before the rules judge them. One that matches nothing
 * or changes nothing is refused.
 */
export type Amendment = AmendmentTarget &
  (
    | {
        /**
         * Strategic merge patch, as `kubectl patch` has it: objects merge, `null` removes a field, and lists with a
         * merge key merge by it (containers, variables and volumes by name, mounts by path). `$patch: 'delete'` removes
         * an entry, `$patch: 'replace'` replaces.
         */
        readonly patch: Readonly<Record<string, unknown>>;
        readonly jsonPatch?: undefined;
      }
    | {
        /** Operations of a JSON patch (RFC 6902), in order: for lists without a merge key, such as arguments. */
        readonly jsonPatch: readonly JsonPatchOperation[];
        readonly patch?: undefined;
      }
  );
