/** Exit codes of the programs that move weights; a Job's failure policy and a runbook know the cause by them. */

/** One number per cause. The shell text carries the same numbers by the same names, and a test compares the two. */
export const exitCodes = {
  /** All weights of the list are there, with the right digests. */
  done: 0,
  /** An environment variable or a mounted file is missing or unreadable; a retry does not help. */
  badInput: 10,
  /** The source did not answer, or sent too little, until the patience was over; a retry may help. */
  network: 11,
  /**
   * The source needs a token, the token may not read this repository, or the source redirects to an address that is not
   * allowed.
   */
  refused: 12,
  /** The source has no such file; a retry does not help. */
  missing: 13,
  /** The source sends other bytes than the catalogue names; none of them were published. */
  checksum: 14,
  /** The registry serves another manifest under this tag than the catalogue names; nothing was changed. */
  movedTag: 15,
  /** Not enough space, or the volume cannot be written or locked. */
  disk: 16,
  /** The weights server does not have the file yet, and the patience is over; the loader must finish first. */
  unpublished: 17,
  /** Ended by SIGTERM; downloaded bytes are kept, and the next run resumes. */
  terminated: 143,
} as const;
