/** Flags that an environment adds: what is offered passes, everything else is refused by its full sentence. */
import { expect, test } from '@jest/globals';
import {
  checkFurtherFlags, furtherArguments, type FurtherFlags, type UncheckedFlags,
} from '../../lib/engines/llama-server-further-flags';
import { llamaServerBuild } from '../../lib/engines/llama-server-build';
import { sentences } from './fixtures';

const check = (flags: UncheckedFlags): string => sentences(checkFurtherFlags(flags, 'f'));

test('what is offered passes, whether typed or from a file', () => {
  const typed: FurtherFlags = {
    '--temp': 0.7, '--top-k': '40', '--rope-scaling': 'yarn', '--no-jinja': true, '--chat-template': 'chatml',
  };
  expect(check(typed)).toBe('');
  expect(check({ '--temp': '0.7', '--seed': '-1' })).toBe('');
  expect(furtherArguments(typed)).toEqual([
    '--chat-template', 'chatml', '--no-jinja', '--rope-scaling', 'yarn', '--temp', '0.7', '--top-k', '40',
  ]);
});

test.each<readonly [UncheckedFlags, readonly string[]]>([
  [{ '--tempp': 1 }, [`f['--tempp']: llama-server ${llamaServerBuild} has no flag --tempp.`, '  did you mean: --temp · --top-p', '  [UnknownFlag]']],
  [{ '--tools': 'all' }, [
    "f['--tools']: --tools is never given: requests could run commands or reach other servers through it.", '  fix: leave it out',
    '  [ForbiddenFlag]',
  ]],
  [{ '--slot_save_path': '/x' }, [
    "f['--slot_save_path']: --slot_save_path is never given: requests could read or write files through it.", '  fix: leave it out',
    '  [ForbiddenFlag]',
  ]],
  [{ '-hf': 'a/b' }, [
    "f['-hf']: -hf is never given: weights come only from the store, verified; a server has no way out.", '  fix: leave it out',
    '  [ForbiddenFlag]',
  ]],
  [{ '--temperature': 1 }, ["f['--temperature']: --temperature is another spelling.", '  did you mean: --temp', '  [FlagAlias]']],
  [{ '--parallel': 8 }, [
    "f['--parallel']: --parallel is not for an environment to set.", '  fix: use the setting that stands for it, or leave it out',
    '  [ManagedFlag]',
  ]],
  [{ '--temp': 'hot' }, ["f['--temp']: --temp cannot be \"hot\".", '  allowed: a number', '  [FlagValue]']],
  [{ '--temp': true }, ["f['--temp']: --temp cannot be true.", '  allowed: a number', '  [FlagValue]']],
  [{ '--temp': ' ' }, ["f['--temp']: --temp cannot be \" \".", '  allowed: a number', '  [FlagValue]']],
  [{ '--rope-scaling': 'yam' }, [
    "f['--rope-scaling']: --rope-scaling cannot be \"yam\".", '  allowed: none · linear · yarn', '  [FlagValue]',
  ]],
  [{ '--rope-scaling': true }, [
    "f['--rope-scaling']: --rope-scaling cannot be true.", '  allowed: none · linear · yarn', '  [FlagValue]',
  ]],
  [{ '--no-jinja': 'yes' }, ["f['--no-jinja']: --no-jinja cannot be \"yes\".", '  allowed: true', '  [FlagValue]']],
  [{ '--chat-template': '' }, ["f['--chat-template']: --chat-template cannot be \"\".", '  allowed: a text', '  [FlagValue]']],
])('%j', (flags, expected) => {
  expect(check(flags)).toBe(expected.join('\n'));
});
