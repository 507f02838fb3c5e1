/** How the files of models lie on a claim that others filled. Data, no arithmetic. */

/**
 * `paths`: each file at its path in the catalogue. `hub-cache`: the cache of Hugging Face's tools,
 * `models--OWNER--NAME/snapshots/COMMIT/FILE`. `ollama-models`: the folder that Ollama calls `OLLAMA_MODELS`. `corral`: a store
 * that another environment of Corral filled.
 */
export const claimLayouts = ['paths', 'hub-cache', 'ollama-models', 'corral'] as const;
export type ClaimLayout = (typeof claimLayouts)[number];

/** A layout, and where it begins. */
export interface ClaimPlace {
  /**
   * How the files lie. `paths`: each file at its path in the catalogue. `hub-cache`: the cache of Hugging Face's tools.
   * `ollama-models`: the folder that Ollama calls `OLLAMA_MODELS`. `corral`: a store that another environment filled.
   */
  readonly layout: ClaimLayout;
  /** Folder of the claim in which the layout begins. @default - the root of the claim */
  readonly folder?: string;
}
