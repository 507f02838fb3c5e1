/**
 * Refuses flags and variables that open an engine to commands, downloads, files or prompts, and a GPU server that does
 * not name its GPUs.
 */
import { flagBySpelling } from '../../engines/llama-server/build-flag';
import { cudaDevices } from '../../engines/llama-server/llama-server';
import { llamaServerBuildFlags } from '../../engines/llama-server/build';
import { forbiddenFlags, forbiddenVariable } from '../../engines/llama-server/forbidden';
import { enginesOf, type EngineContainer } from '../engines';
import type { Container } from '../../kubernetes/kinds';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import { argumentsOf, flagValue } from '../pods';
import { nanoOf } from '../../core/quantity';
import { shown, type Finding, type Rule } from '../rule';

/** The flag that a word turns on, as the build names it; `undefined` for values and for flags turned off. */
function turnedOn(word: string): string | undefined {
  const spelling = word.replace(/=.*$/s, '');
  const flag = flagBySpelling(llamaServerBuildFlags, spelling);
  return flag?.off !== undefined && /^--?no-/.test(spelling) ? undefined : flag?.name;
}

function flags({
  container,
  field,
  pod: {
    workload: { manifest },
  },
}: EngineContainer): Finding[] {
  return argumentsOf(container).flatMap((word): Finding[] => {
    const reason = forbiddenFlags[turnedOn(word) ?? ''];
    return reason === undefined
      ? []
      : [{ manifest, field: `${field}.args`, found: `${word} may not be given: ${reason}`, fix: 'leave it out' }];
  });
}

const deviceFlag = '--device';
const nanoPerGpu = 10n ** 9n;

/** GPUs, shares or slices that a container has by its limits. */
const gpusOf = ({ resources }: Container): number =>
  Object.entries(resources?.limits ?? {})
    .filter(([resource]) => resource.startsWith('nvidia.com/'))
    .reduce((sum, [, amount]) => sum + Number((nanoOf(amount) ?? 0n) / nanoPerGpu), 0);

/** A server that finds no GPU serves on the CPU and is Ready, unless its devices are named. */
function devices({
  container,
  field,
  pod: {
    workload: { manifest },
  },
}: EngineContainer): Finding[] {
  const gpus = gpusOf(container);
  const wanted = gpus === 0 ? undefined : cudaDevices(gpus).join(',');
  const value = flagValue(container, deviceFlag);
  const other = argumentsOf(container).find(
    (word) => turnedOn(word) === deviceFlag && word.replace(/=.*$/s, '') !== deviceFlag,
  );
  const finding = (found: string, fix: string): Finding => ({ manifest, field: `${field}.args`, found, fix });
  if (other !== undefined) return [finding(`${other} is another spelling of ${deviceFlag}`, `write ${deviceFlag}`)];
  if (value === wanted || (gpus === 0 && value === 'none')) return [];
  return [
    wanted === undefined
      ? finding(`${deviceFlag} is ${shown(value)}, and the container has no GPU`, 'leave it out')
      : finding(
          `${deviceFlag} is ${shown(value)}, and the container has ${gpus} GPU${gpus === 1 ? '' : 's'}`,
          `write ${deviceFlag} ${wanted}: without it a server that finds no GPU serves on the CPU`,
        ),
  ];
}

/** Reason by variable, for those that stand for a forbidden flag. */
const forbiddenByFlag: ReadonlyMap<string, string> = new Map(
  llamaServerBuildFlags.flatMap(({ name, variable }) => {
    const reason = forbiddenFlags[name];
    return reason === undefined || variable === undefined ? [] : [[variable, reason] as const];
  }),
);

const isOff = (value: string): boolean => /^(?:|0|off|false|disabled)$/.test(value);

/** Ollama hands its variables on to the llama-server that it starts, and has two of its own that open it. */
function forbiddenInOllama(name: string, value: string): string | undefined {
  if (name === 'OLLAMA_DEBUG_LOG_REQUESTS' && !isOff(value)) return 'prompts are not written down';
  if (name === 'OLLAMA_NO_CLOUD' && isOff(value)) return 'requests would be passed on to ollama.com';
  return isOff(value) ? undefined : forbiddenByFlag.get(name);
}

function variables({
  container,
  field,
  engine,
  pod: {
    workload: { manifest },
  },
}: EngineContainer): Finding[] {
  return orNone(container.env).flatMap(({ name = '', value = '' }, i): Finding[] => {
    const reason = engine === 'ollama' ? forbiddenInOllama(name, value) : forbiddenVariable(name, value);
    return reason === undefined
      ? []
      : [
          {
            manifest,
            field: `${field}.env[${i}]`,
            found: `${name} may not be ${shown(value)}: ${reason}`,
            fix: 'leave it to Corral',
          },
        ];
  });
}

export const engineFlags: Rule = {
  name: 'engine-flags',
  promise:
    'No engine gets a flag or a variable that opens the host, the network or prompts, and a llama-server with GPUs names them.',
  cluster: 'The server takes any argument; what one opens is shown on the real engine, not on a control plane.',
  check: (evidence: Evidence) =>
    enginesOf(evidence).flatMap((each) => [
      ...(each.engine === 'llama-server' ? [...flags(each), ...devices(each)] : []),
      ...variables(each),
    ]),
};
