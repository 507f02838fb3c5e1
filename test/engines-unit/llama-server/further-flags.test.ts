/** Flags that an environment adds: what is offered passes, everything else is refused by its full sentence. */
import { expect, test } from '@jest/globals';
import {
  checkFurtherFlags,
  furtherArguments,
  furtherFlagKinds,
  type FurtherFlags,
  type UncheckedFlags,
} from '../../../lib/engines/llama-server/flags/further-flags';
import { llamaServerBuild, llamaServerBuildFlags } from '../../../lib/engines/llama-server/build';
import { forbiddenFlags } from '../../../lib/engines/llama-server/flags/forbidden';
import { settingOfFlag } from '../../../lib/engines/llama-server/flags/managed';
import { notOffered } from '../../../lib/engines/llama-server/flags/not-offered';
import { sentences } from '../fixtures';

const check = (flags: UncheckedFlags): string => sentences(checkFurtherFlags(flags, 'f'));

test('what is offered passes, whether typed or from a file', () => {
  const typed: FurtherFlags = {
    '--temp': 0.7,
    '--top-k': '40',
    '--reasoning': 'off',
    '--no-jinja': true,
    '--chat-template': 'chatml',
  };
  expect(check(typed)).toBe('');
  expect(check({ '--temp': '0.7', '--seed': '-1' })).toBe('');
  expect(furtherArguments(typed)).toEqual([
    '--chat-template',
    'chatml',
    '--no-jinja',
    '--reasoning',
    'off',
    '--temp',
    '0.7',
    '--top-k',
    '40',
  ]);
});

test('every flag that a field stands for, or that is not offered with a reason, is one of the build, and is in one list alone', () => {
  const known = new Set(llamaServerBuildFlags.map(({ name }) => name));
  const lists = [settingOfFlag, notOffered, forbiddenFlags, furtherFlagKinds].map((list) => Object.keys(list));
  expect(lists.flat().filter((name) => !known.has(name) && !known.has(name.replace(/^--no-/, '--')))).toEqual([]);
  expect(lists.flat().filter((name, i, all) => all.indexOf(name) !== i)).toEqual([]);
});

test('a flag of the build is offered, or its refusal names a field, a reason or both', () => {
  const offered = new Set(Object.keys(furtherFlagKinds).map((name) => name.replace(/^--no-/, '--')));
  const others = llamaServerBuildFlags.filter(({ name }) => !offered.has(name));
  expect(others.length).toBeGreaterThan(150);
  expect(
    others.filter(
      ({ name }) =>
        !/ follows from | is never given: | is not offered, because (?!what it changes)/.test(check({ [name]: 1 })),
    ),
  ).toEqual([]);
});

test.each<readonly [UncheckedFlags, readonly string[]]>([
  [
    { '--tempp': 1 },
    [
      `f['--tempp']: llama-server ${llamaServerBuild} has no flag --tempp.`,
      '  did you mean: --temp · --top-p',
      '  [UnknownFlag]',
    ],
  ],
  [
    { '--tools': 'all' },
    [
      "f['--tools']: --tools is never given: requests could run commands or reach other servers through it.",
      '  fix: leave it out',
      '  [ForbiddenFlag]',
    ],
  ],
  [
    { '--slot_save_path': '/x' },
    [
      "f['--slot_save_path']: --slot_save_path is never given: requests could read or write files through it.",
      '  fix: leave it out',
      '  [ForbiddenFlag]',
    ],
  ],
  [
    { '-hf': 'a/b' },
    [
      "f['-hf']: -hf is never given: weights come only from the store, verified; a server has no way out.",
      '  fix: lock the file, and name its key as weights: npm run lock -- REPOSITORY FILE',
      '  [ForbiddenFlag]',
    ],
  ],
  [
    { '--temperature': 1 },
    ["f['--temperature']: --temperature is another spelling.", '  did you mean: --temp', '  [FlagAlias]'],
  ],
  [
    { '--parallel': 8 },
    [
      "f['--parallel']: --parallel follows from settings.parallel.",
      '  fix: set settings.parallel of the model, and leave the flag out',
      '  [ManagedFlag]',
    ],
  ],
  [
    { '--api-key': 'x' },
    [
      "f['--api-key']: --api-key is never given: a secret in the arguments is readable by everyone who may list pods.",
      '  fix: name a Secret with the key: cluster.apiKey, and leave the flag out',
      '  [ForbiddenFlag]',
    ],
  ],
  [
    { '--api-key-file': '/etc/keys/k' },
    [
      "f['--api-key-file']: --api-key-file follows from cluster.apiKey.",
      '  fix: set cluster.apiKey, and leave the flag out',
      '  [ManagedFlag]',
    ],
  ],
  [
    { '--rerank': true },
    [
      "f['--rerank']: --rerank follows from settings.embedding.",
      '  fix: set settings.embedding of the model, and leave the flag out',
      '  [ManagedFlag]',
    ],
  ],
  [
    { '--lora': '/adapter.gguf' },
    [
      "f['--lora']: --lora follows from settings.adapters.",
      '  fix: set settings.adapters of the model, and leave the flag out',
      '  [ManagedFlag]',
    ],
  ],
  [
    { '--lora-init-without-apply': true },
    [
      "f['--lora-init-without-apply']: --lora-init-without-apply is not offered, because requests of this build get the adapters with it as without it.",
      '  fix: scale 0 of settings.adapters: a request then names the adapters that it wants',
      '  [FlagNotOffered]',
    ],
  ],
  [
    { '--numa': 'distribute' },
    [
      "f['--numa']: --numa is not offered, because the cores of a pod are given by Kubernetes.",
      '  fix: cpu',
      '  [FlagNotOffered]',
    ],
  ],
  [{ '--temp': 'hot' }, ['f[\'--temp\']: --temp cannot be "hot".', '  allowed: a number', '  [FlagValue]']],
  [{ '--temp': true }, ["f['--temp']: --temp cannot be true.", '  allowed: a number', '  [FlagValue]']],
  [{ '--temp': ' ' }, ['f[\'--temp\']: --temp cannot be " ".', '  allowed: a number', '  [FlagValue]']],
  [
    { '--rope-scaling': 'yarn' },
    [
      "f['--rope-scaling']: --rope-scaling follows from settings.yarn.",
      '  fix: set settings.yarn of the model, and leave the flag out',
      '  [ManagedFlag]',
    ],
  ],
  [
    { '--reasoning': 'of' },
    ['f[\'--reasoning\']: --reasoning cannot be "of".', '  allowed: on · off · auto', '  [FlagValue]'],
  ],
  [
    { '--reasoning': true },
    ["f['--reasoning']: --reasoning cannot be true.", '  allowed: on · off · auto', '  [FlagValue]'],
  ],
  [{ '--no-jinja': 'yes' }, ['f[\'--no-jinja\']: --no-jinja cannot be "yes".', '  allowed: true', '  [FlagValue]']],
  [
    { '--chat-template': '' },
    ['f[\'--chat-template\']: --chat-template cannot be "".', '  allowed: a text', '  [FlagValue]'],
  ],
])('%j', (flags, expected) => {
  expect(check(flags)).toBe(expected.join('\n'));
});
