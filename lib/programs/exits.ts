/** Exit codes of the programs that move weights; a Job's failure policy and a runbook know the cause by them. */

/** One number per cause. The shell text carries the same numbers by the same names, and a test compares the two. */
export const exitCodes = {
  done: 0,
  badInput: 10,
  network: 11,
  refused: 12,
  missing: 13,
  checksum: 14,
  movedTag: 15,
  disk: 16,
  unpublished: 17,
  terminated: 143,
} as const;

export type ExitName = keyof typeof exitCodes;

/** What each code says, for people and for runbooks. */
export const exitMeanings: Readonly<Record<ExitName, string>> = {
  done: 'all weights of the list are there, with the right digests',
  badInput: 'an environment variable or a mounted file is missing or unreadable; a retry does not help',
  network: 'the source did not answer, or sent too little, until the patience was over; a retry may help',
  refused:
    'the source needs a token, the token may not read this repository, or the source redirects to an address that is not allowed',
  missing: 'the source has no such file; a retry does not help',
  checksum: 'the source sends other bytes than the catalogue names; none of them were published',
  movedTag: 'the registry serves another manifest under this tag than the catalogue names; nothing was changed',
  disk: 'not enough space, or the volume cannot be written or locked',
  unpublished: 'the weights server does not have the file yet, and the patience is over; the loader must finish first',
  terminated: 'ended by SIGTERM; downloaded bytes are kept, and the next run resumes',
};

/** The exits of one program, by code. */
export const exitsOf = (...names: readonly ExitName[]): Readonly<Record<number, string>> =>
  Object.fromEntries(names.map((name) => [exitCodes[name], exitMeanings[name]]));
