/** Time that a pod needs to end well: the longest answer that may be under way, and the grace period around it. */
import { addDurations, ceilSeconds, derived, type Derived, type Duration, durationText, seconds } from '../../core';

/** Time to end the process after the last answer. */
export const shutdown: Derived<Duration> = derived(
  seconds(15),
  'a server ends within 5 s of its last answer, since it pings its streams every 5 s: three times that',
);

/** Longest generation: the most tokens an answer may have, at the speed of a slot while all slots are busy. */
export const longestGeneration = (maxOutputLength: number, speed: Derived<number>): Derived<Duration> =>
  derived(
    ceilSeconds(seconds(maxOutputLength / speed.value)),
    `${maxOutputLength} tokens at ${speed.value.toFixed(1)} tokens/s (${speed.because})`,
  );

/** Grace period of a server that needs no time beside its requests: until no client sends more, and the longest one. */
export const requestsGrace = (endpointPropagation: Duration, longestRequest: Duration): Derived<Duration> =>
  derived(
    addDurations(ceilSeconds(endpointPropagation), ceilSeconds(longestRequest)),
    `${durationText(endpointPropagation)} for endpoints to follow, ${durationText(longestRequest)} for requests to end`,
  );

/** Grace period: until every client knows that the pod is gone, the longest generation, and 15 s to end. */
export function gracePeriod(endpointPropagation: Duration, generation: Derived<Duration>): Derived<Duration> {
  return derived(
    addDurations(ceilSeconds(endpointPropagation), generation.value, shutdown.value),
    [
      `${durationText(endpointPropagation)} for endpoints to follow`,
      `${durationText(generation.value)} for the longest answer`,
      `${durationText(shutdown.value)} to end`,
    ].join(', '),
  );
}
