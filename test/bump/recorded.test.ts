/**
 * A real pair of builds, as `OFFERS=… npm run test:engines -- contract` recorded them from llama-server b11382 and
 * b11434, both built here from PyPI's sources.
 */
import { describe, expect, test } from '@jest/globals';
import { changesOf } from '../../scripts/bump/compare';
import { flagsIn, type EngineOffers } from '../../scripts/bump/offers';
import { knownMetrics } from '../../scripts/bump/rendering';
import { lost, reportOf } from '../../scripts/bump/report';
import older from './recorded/llama-server-b11382.json';
import newer from './recorded/llama-server-b11434.json';

const [before, after] = [older, newer] as unknown as readonly [EngineOffers, EngineOffers];

describe('the help of a real build', () => {
  test('is read whole: every flag with its spellings, value, variable and default', () => {
    const flags = flagsIn(before.help);
    expect(flags).toHaveLength(before.help.filter((line) => line.startsWith('-') && !line.startsWith('-----')).length);
    const flag = (spelling: string) => flags.find(({ spellings }) => spellings.includes(spelling));
    expect(flag('--threads')).toEqual({
      spellings: ['--threads', '-t'],
      value: 'N',
      variable: 'LLAMA_ARG_THREADS',
      default: '-1',
    });
    expect(flag('--no-kv-unified')).toMatchObject({
      spellings: ['--kv-unified', '--no-kv-unified', '-kvu', '-no-kvu'],
      value: undefined,
      variable: 'LLAMA_ARG_KV_UNIFIED',
    });
    expect(flag('--threads-batch')).toMatchObject({ default: 'same as --threads' });
  });
});

test('fifty builds later nothing is lost, and nothing changed that anybody can give, count or ask for', () => {
  const change = changesOf(before, after);
  expect(reportOf(before, after, change, lost(after, change, knownMetrics('llama-server')))).toEqual([
    'llama-server b11382 → b11434',
    'what our rendering uses: nothing changed',
    'flags: nothing changed',
    'metrics: nothing changed',
    'routes: nothing changed',
  ]);
});
