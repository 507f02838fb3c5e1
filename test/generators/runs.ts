/**
 * How many random values a property draws: few by default, so that `npm test` stays fast; `RUNS=100 npm test --
 * test/plan` draws more.
 */

/** Whether `RUNS` asks for many. */
export const asksForMany = process.env['RUNS'] !== undefined;

/** @param few drawn where `RUNS` is not set */
export const runs = (few: number): number => Number(process.env['RUNS'] ?? few);
