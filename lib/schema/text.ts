/** What every text of an environment has: a form, a greatest length, and what is allowed in words. */
import { z } from 'zod';
import { noted } from './facts';

/** A text of a form: a regular expression, or a test that needs more than one. */
export function text(form: RegExp | ((value: string) => boolean), allowed: string, longest: number) {
  const within = z.string().max(longest, { error: `at most ${longest} characters`, abort: true });
  const schema =
    form instanceof RegExp
      ? within.regex(form, { error: allowed })
      : within.refine((value) => form(value), { error: allowed, params: { format: true } });
  return noted(schema, { allowed: `${allowed}, at most ${longest} characters` });
}
