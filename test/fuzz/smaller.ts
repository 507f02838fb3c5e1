/** Makes a value smaller as long as it still goes wrong in the same way: entries go one by one, deepest last. */

type Tree = Readonly<Record<string, unknown>>;

const hasParts = (value: unknown): value is Tree =>
  typeof value === 'object' &&
  value !== null &&
  (Array.isArray(value) || Object.getPrototypeOf(value) === Object.prototype);

/** Most trials: a failing case must be printed in good time. */
const mostTrials = 400;

export async function smaller(value: unknown, isSame: (value: unknown) => Promise<boolean>): Promise<unknown> {
  let trials = 0;
  async function shrink(part: unknown, put: (part: unknown) => unknown, above: readonly unknown[]): Promise<unknown> {
    let now = part;
    if (!hasParts(part) || above.includes(part)) return part;
    for (const key of Object.keys(part)) {
      if (!hasParts(now)) break;
      const entry = part[key];
      if (trials >= mostTrials) return now;
      trials += 1;
      const rest: unknown = Array.isArray(now)
        ? (now as readonly unknown[]).filter((each) => each !== entry)
        : Object.fromEntries(Object.entries(now).filter(([each]) => each !== key));
      if (await isSame(put(rest))) now = rest;
    }
    if (!hasParts(now)) return now;
    for (const key of Object.keys(now)) {
      const here: unknown = now;
      const child: unknown = (here as Tree)[key];
      const next = await shrink(
        child,
        (each) =>
          put(
            Array.isArray(here)
              ? here.map((item: unknown, i) => (`${i}` === key ? each : item))
              : { ...(here as Tree), [key]: each },
          ),
        [...above, part],
      );
      if (next !== child)
        now = Array.isArray(here)
          ? here.map((item: unknown, i) => (`${i}` === key ? next : item))
          : { ...(here as Tree), [key]: next };
    }
    return now;
  }
  return shrink(value, (part) => part, []);
}
