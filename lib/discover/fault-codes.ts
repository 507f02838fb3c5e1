/** The codes of what discover refuses, each with its meaning; `docs/reference/errors.md` lists them. */
export const discoverFaultCodes = {
  NothingToDiscover: 'A cluster without a node of which a pool can be made.',
} as const satisfies Readonly<Record<string, string>>;
