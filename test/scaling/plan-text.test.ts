/** What `npm run plan` prints of a model that KEDA scales: its cooldown with the parts, its windows, and their cost. */
import { expect, test } from '@jest/globals';
import { commands } from '../../scripts/commands';
import { kedaEnvironment } from './environment';

function printed(...argv: readonly string[]): string {
  const lines: string[] = [];
  const say = (text: string) => void lines.push(text);
  const status = commands.plan.run(['--env', 'test', ...argv], {
    console: { out: say, error: say },
    environments: [kedaEnvironment],
  });
  expect(status).toBe(0);
  return lines.join('\n');
}

test('of one model, each number with its reason', () => {
  const text = printed('--explain', 'chat');
  expect(text).toContain('demand asked each: 15 s (as often as metrics are scraped)');
  expect(text).toMatch(
    /last pod goes without a request for: .* \(10 min to make a node, 10 min to pull and unpack the image, .* of staging, .* to start, 5 min for the next request\)/,
  );
  expect(text).toContain(
    'pods while Prometheus does not answer, or as many as there are: 1 (1: with 0, KEDA would let pods that answer sleep)',
  );
  expect(text).toContain('at least 2 pods: mon–fri 07:00–19:00 Europe/Berlin');
});

test('of the environment, what the schedules cost', () => {
  expect(printed().replaceAll(/\s+/g, ' ')).toMatch(
    /The schedules alone, on average over a week and without further requests: [\d–, ]+\./,
  );
});
