/** How long the kubelet waits for a container to start. */
import { expect, test } from '@jest/globals';
import { probesWithin, startupPatience } from '../../../lib/kubernetes/read/startup-patience';

const get = { httpGet: { port: 'http' } };
const program = { exec: { command: ['warm-up'] } };

test.each([
  ['the defaults of Kubernetes', get, 20],
  ['one probe, at once', { ...get, failureThreshold: 1 }, 0],
  ['the first of thirteen at once', { ...get, periodSeconds: 5, failureThreshold: 13 }, 60],
  ['after a delay', { ...get, initialDelaySeconds: 7, periodSeconds: 5, failureThreshold: 13 }, 67],
  ['a request that may hang', { ...get, timeoutSeconds: 60, failureThreshold: 1 }, 0],
  ['a program that waits by itself', { ...program, timeoutSeconds: 65, failureThreshold: 1 }, 65],
  ['a program that is run often', { ...program, timeoutSeconds: 5, failureThreshold: 13 }, 120],
])('%s', (_, probe, seconds) => {
  expect(startupPatience(probe)).toBe(seconds);
});

test.each([
  [60, { periodSeconds: 5 }, 13],
  [61, { periodSeconds: 5 }, 14],
  [60, {}, 7],
  [60, { initialDelaySeconds: 20, periodSeconds: 5 }, 9],
])('%d s are over after the last of enough probes', (seconds, times, count) => {
  expect(probesWithin(seconds, times)).toBe(count);
  expect(startupPatience({ ...get, ...times, failureThreshold: count })).toBeGreaterThanOrEqual(seconds);
  expect(startupPatience({ ...get, ...times, failureThreshold: count - 1 })).toBeLessThan(seconds);
});
