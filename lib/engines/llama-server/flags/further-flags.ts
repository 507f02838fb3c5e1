/**
 * The flags of llama-server that an environment may add to those that Corral sets: sampling, rope scaling, reasoning,
 * templates, logs.
 */
import { childPath, type Fault, fault, type Path, suggest } from '../../../core';
import { flagBySpelling } from './build-flag';
import { llamaServerBuild, llamaServerBuildFlags } from '../build';
import { forbiddenFlags, insteadOfForbidden } from './forbidden';
import { settingOfFlag } from './managed';
import { notJudged, notOffered } from './not-offered';

/**
 * What each takes: a number, a text, one of some words, or nothing (`switch`). None of them changes memory, files or
 * access.
 */
export const furtherFlagKinds = {
  '--temp': 'number',
  '--top-k': 'number',
  '--top-p': 'number',
  '--min-p': 'number',
  '--top-nsigma': 'number',
  '--typical': 'number',
  '--xtc-probability': 'number',
  '--xtc-threshold': 'number',
  '--seed': 'number',
  '--samplers': 'text',
  '--sampler-seq': 'text',
  '--mirostat': 'number',
  '--mirostat-lr': 'number',
  '--mirostat-ent': 'number',
  '--dynatemp-range': 'number',
  '--dynatemp-exp': 'number',
  '--adaptive-target': 'number',
  '--adaptive-decay': 'number',
  '--logit-bias': 'text',
  '--repeat-last-n': 'number',
  '--repeat-penalty': 'number',
  '--presence-penalty': 'number',
  '--frequency-penalty': 'number',
  '--dry-multiplier': 'number',
  '--dry-base': 'number',
  '--dry-allowed-length': 'number',
  '--dry-penalty-last-n': 'number',
  '--dry-sequence-breaker': 'text',
  '--rope-freq-base': 'number',
  '--yarn-ext-factor': 'number',
  '--yarn-attn-factor': 'number',
  '--yarn-beta-slow': 'number',
  '--yarn-beta-fast': 'number',
  '--jinja': 'switch',
  '--no-jinja': 'switch',
  '--chat-template': 'text',
  '--chat-template-kwargs': 'text',
  '--reasoning': ['on', 'off', 'auto'],
  '--reasoning-format': ['none', 'deepseek', 'deepseek-legacy', 'auto'],
  '--reasoning-budget': 'number',
  '--reasoning-budget-message': 'text',
  '--reasoning-effort': 'text',
  '--reasoning-preserve': 'switch',
  '--no-reasoning-preserve': 'switch',
  '--skip-chat-parsing': 'switch',
  '--special': 'switch',
  '--no-prefill-assistant': 'switch',
  '--keep': 'number',
  '--cache-reuse': 'number',
  '--no-cache-prompt': 'switch',
  '--slot-prompt-similarity': 'number',
  '--checkpoint-min-step': 'number',
  '--embd-normalize': 'number',
  '--spec-draft-n-min': 'number',
  '--spec-draft-p-min': 'number',
  '--spec-draft-p-split': 'number',
  '--spec-draft-sampling': ['greedy', 'probabilistic'],
  '--tags': 'text',
  '--poll': 'number',
  '--no-warmup': 'switch',
  '--log-jsonl': 'switch',
  '--log-prefix': 'switch',
  '--log-timestamps': 'switch',
} as const;

/** What a flag of a kind is given. */
export type FlagValue<Kind> = Kind extends 'number'
  ? number | `${number}`
  : Kind extends 'switch'
    ? true
    : Kind extends readonly (infer Word)[]
      ? Word
      : string;

/**
 * Further flags by name: `{ '--temp': 0.7, '--log-jsonl': true }`. What is forbidden, or set by Corral, does not
 * compile.
 */
export type FurtherFlags = {
  readonly [Name in keyof typeof furtherFlagKinds]?: FlagValue<(typeof furtherFlagKinds)[Name]>;
};

/** Further flags whose names and values are not checked yet. */
export type UncheckedFlags = Readonly<Record<string, string | number | true>>;

const names = Object.keys(furtherFlagKinds);
const kindOf = (name: string): string | readonly string[] | undefined =>
  Object.hasOwn(furtherFlagKinds, name) ? furtherFlagKinds[name as keyof typeof furtherFlagKinds] : undefined;

function checkName(name: string, at: Path): Fault {
  const flag = flagBySpelling(llamaServerBuildFlags, name);
  if (flag === undefined) {
    const dashed = `--${name.replace(/^-+/, '').replaceAll('_', '-')}`;
    const meant = flagBySpelling(llamaServerBuildFlags, dashed) === undefined ? suggest(name, names) : [dashed];
    return fault('UnknownFlag', at, `llama-server ${llamaServerBuild} has no flag ${name}`, {
      'did you mean': meant,
      fix: meant.length === 0 ? 'leave it out: llama-server --help lists the flags of a build' : [],
    });
  }
  const reason = forbiddenFlags[flag.name];
  if (reason !== undefined)
    return fault('ForbiddenFlag', at, `${name} is never given: ${reason}`, {
      fix: insteadOfForbidden[flag.name] ?? 'leave it out',
    });
  if (kindOf(flag.name) !== undefined) {
    return fault('FlagAlias', at, `${name} is another spelling`, { 'did you mean': flag.name });
  }
  const setting = settingOfFlag[flag.name];
  if (setting !== undefined) {
    return fault('ManagedFlag', at, `${name} follows from ${setting}`, {
      fix: `set ${setting}${setting.startsWith('cluster.') ? '' : ' of the model'}, and leave the flag out`,
    });
  }
  const { because, instead } = notOffered[flag.name] ?? notJudged;
  return fault('FlagNotOffered', at, `${name} is not offered, because ${because}`, { fix: instead });
}

function checkValue(name: string, value: string | number | true, at: Path): Fault | undefined {
  const kind = kindOf(name);
  const wrong = (allowed: string | readonly string[]): Fault =>
    fault('FlagValue', at, `${name} cannot be ${JSON.stringify(value)}`, { allowed });
  if (kind === 'switch') return value === true ? undefined : wrong('true');
  if (value === true) return wrong(typeof kind === 'string' ? `a ${kind}` : (kind ?? []));
  if (kind === 'number')
    return String(value).trim() !== '' && Number.isFinite(Number(value)) ? undefined : wrong('a number');
  if (kind === 'text') return value === '' ? wrong('a text') : undefined;
  return kind?.includes(String(value)) === true ? undefined : wrong(kind ?? []);
}

/**
 * What is wrong with further flags. Codes `UnknownFlag`, `ForbiddenFlag`, `FlagAlias`, `ManagedFlag`, `FlagNotOffered`,
 * `FlagValue`.
 */
export const checkFurtherFlags = (flags: UncheckedFlags, at: Path): readonly Fault[] =>
  Object.entries(flags).flatMap(([name, value]) => {
    const place = childPath(at, name);
    return (kindOf(name) === undefined ? checkName(name, place) : checkValue(name, value, place)) ?? [];
  });

/** The arguments that further flags become, in the order of their names; a switch has no value. */
export const furtherArguments = (flags: UncheckedFlags): readonly string[] =>
  Object.entries(flags)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => (value === true ? [name] : [name, String(value)]));
