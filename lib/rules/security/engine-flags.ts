/** Refuses flags and variables that open an engine to commands, downloads, files or other people's prompts, in any spelling. */
import { flagBySpelling } from '../../engines/build-flag';
import { llamaServerBuildFlags } from '../../engines/llama-server-build';
import { forbiddenFlags, forbiddenVariable } from '../../engines/llama-server-forbidden';
import { enginesOf, type EngineContainer } from '../engines';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import { argumentsOf } from '../pods';
import { shown, type Finding, type Rule } from '../rule';

/** The flag that a word turns on, as the build names it; `undefined` for values and for flags turned off. */
function turnedOn(word: string): string | undefined {
  const spelling = word.replace(/=.*$/s, '');
  const flag = flagBySpelling(llamaServerBuildFlags, spelling);
  return flag?.off !== undefined && /^--?no-/.test(spelling) ? undefined : flag?.name;
}

function flags({ container, field, pod: { workload: { manifest } } }: EngineContainer): Finding[] {
  return argumentsOf(container).flatMap((word): Finding[] => {
    const reason = forbiddenFlags[turnedOn(word) ?? ''];
    return reason === undefined ? [] : [{ manifest, field: `${field}.args`, found: `${word} may not be given: ${reason}`, fix: 'leave it out' }];
  });
}

/** Reason by variable, for those that stand for a forbidden flag. */
const forbiddenByFlag: ReadonlyMap<string, string> = new Map(llamaServerBuildFlags.flatMap(({ name, variable }) => {
  const reason = forbiddenFlags[name];
  return reason === undefined || variable === undefined ? [] : [[variable, reason] as const];
}));

const isOff = (value: string): boolean => /^(?:|0|off|false|disabled)$/.test(value);

/** Ollama hands its variables on to the llama-server that it starts, and has two of its own that open it. */
function forbiddenInOllama(name: string, value: string): string | undefined {
  if (name === 'OLLAMA_DEBUG_LOG_REQUESTS' && !isOff(value)) return 'prompts are not written down';
  if (name === 'OLLAMA_NO_CLOUD' && isOff(value)) return 'requests would be passed on to ollama.com';
  return isOff(value) ? undefined : forbiddenByFlag.get(name);
}

function variables({ container, field, engine, pod: { workload: { manifest } } }: EngineContainer): Finding[] {
  return orNone(container.env).flatMap(({ name = '', value = '' }, i): Finding[] => {
    const reason = engine === 'ollama' ? forbiddenInOllama(name, value) : forbiddenVariable(name, value);
    return reason === undefined ? [] : [{ manifest, field: `${field}.env[${i}]`, found: `${name} may not be ${shown(value)}: ${reason}`, fix: 'leave it to Corral' }];
  });
}

export const engineFlags: Rule = {
  name: 'engine-flags',
  promise: 'No engine is given a flag or a variable that opens the host, the network or prompts.',
  cluster: 'The server takes any argument; what one opens is shown on the real engine, not on a control plane.',
  check: (evidence: Evidence) => enginesOf(evidence).flatMap((each) => [...(each.engine === 'llama-server' ? flags(each) : []), ...variables(each)]),
};
