/** A sentence of rule `as-planned`, whose fix is always the same. */
export const planned = (found: string): string =>
  `${found}.\n  fix: remove it, or change the field of the environment that decides it; or exempt the object from \`as-planned\`, with a reason\n  [AsPlanned]`;
