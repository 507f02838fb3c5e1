/** Lengths of time in seconds: written with `seconds(30)` and `minutes(2)`. */

declare const unit: unique symbol;

/** A length of time in seconds. */
export type Duration = number & { readonly [unit]: 'seconds' };

export const seconds = (count: number): Duration => count as Duration;
export const minutes = (count: number): Duration => (count * 60) as Duration;
export const hours = (count: number): Duration => (count * 3600) as Duration;
export const days = (count: number): Duration => (count * 86_400) as Duration;

/** Whole seconds, rounded up: what a probe, a grace period or a deadline is given. Never -0, which YAML would write. */
export const ceilSeconds = (duration: Duration): Duration => (Math.ceil(duration - 1e-9) + 0) as Duration;

export const addDurations = (...parts: readonly Duration[]): Duration =>
  parts.reduce((sum, part) => sum + part, 0) as Duration;

/** `1 h 3 min 20 s`, for sentences; parts that are zero are left out. */
export function durationText(duration: Duration): string {
  const whole = ceilSeconds(duration);
  const parts = [
    [Math.floor(whole / 3600), 'h'],
    [Math.floor((whole % 3600) / 60), 'min'],
    [whole % 60, 's'],
  ] as const;
  return (
    parts
      .filter(([count]) => count > 0)
      .map(([count, name]) => `${count} ${name}`)
      .join(' ') || '0 s'
  );
}
