/** How much of its limits a client has left, in the headers that OpenAI's API has. */
import type { Standing, Standings } from '../limits/admissions';

/** Seconds as OpenAI writes them: `6m0s`. */
export function durationText(seconds: number): string {
  const [hours, minutes] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60];
  return `${hours > 0 ? `${hours}h` : ''}${seconds >= 60 ? `${minutes}m` : ''}${seconds % 60}s`;
}

const headersOf = (limit: keyof Standings, standing: Standing | undefined) =>
  standing === undefined
    ? {}
    : {
        [`x-ratelimit-limit-${limit}`]: `${standing.limit}`,
        [`x-ratelimit-remaining-${limit}`]: `${standing.remaining}`,
        [`x-ratelimit-reset-${limit}`]: durationText(standing.resetSeconds),
      };

/** Headers of the limits that a client has: requests of a minute, tokens of a day. */
export const rateHeaders = ({ requests, tokens }: Standings): Readonly<Record<string, string>> => ({
  ...headersOf('requests', requests),
  ...headersOf('tokens', tokens),
});
