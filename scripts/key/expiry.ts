/** When a key expires. */
import { days, hours, minutes, seconds, type Duration } from '../../lib';
import { durationText, refuse } from '../../lib/internal';

const units: Readonly<Record<string, Duration>> = { d: days(1), h: hours(1), m: minutes(1) };

/**
 * The instant at which a key that is made now expires, in ISO 8601.
 *
 * @param text - a number with `d`, `h` or `m`: `90d`
 * @throws FaultError where it is none
 */
export function expiryOf(text: string, now: Date): string {
  const [, count, unit = ''] = /^([1-9]\d{0,3})([dhm])$/.exec(text) ?? [];
  const length = units[unit];
  if (count === undefined || length === undefined) {
    return refuse('WrongExpiry', '--expires', `'${text}' is no length of time`, {
      allowed: 'a whole number from 1 to 9999 with d, h or m: 90d, 12h, 30m',
    });
  }
  const at = new Date(now.getTime() + Number(count) * length * 1000);
  return at.toISOString().replace(/\.\d+Z$/, 'Z');
}

/** Whether the gateway takes a key no more. */
export const isExpired = (expires: string | undefined, now: Date): boolean =>
  expires !== undefined && !(Date.parse(expires) > now.getTime());

/** `never`, `2027-02-27T22:30:00Z, in 90 days`. */
export function expiryText(expires: string | undefined, now: Date): string {
  if (expires === undefined) return 'never';
  const left = Date.parse(expires) - now.getTime();
  if (Number.isNaN(left)) return `'${expires}' is no time, so the gateway refuses the key`;
  if (left <= 0) return `${expires}, expired`;
  // The expiry has no parts of a second: they are cut from a key that is made now.
  const rest = Math.ceil(left / 1000);
  const whole = Math.floor(rest / days(1));
  return `${expires}, in ${whole > 1 ? `${whole} days` : durationText(seconds(rest))}`;
}
