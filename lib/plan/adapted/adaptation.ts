/** One line of what an environment adapts. Data only. */

/** One thing that is adapted. */
export interface Adaptation {
  /** What is adapted: `pods of chat`, `images of ghcr.io`, `Deployment llm-serving/chat`. */
  readonly of: string;
  /** How, in words. */
  readonly how: string;
  /** The reason that the environment states. @default - none is asked for */
  readonly reason?: string;
}
