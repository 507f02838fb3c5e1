/**
 * Refuses flags and variables that open an engine to commands, downloads, files or prompts, and a GPU server that does
 * not name its GPUs.
 */
import { invocationOf } from '../../kubernetes/read';
import { enginesOf, type EngineContainer } from '../engines';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import { shown, type Finding, type Rule } from '../rule';

const flags = ({ container, engine, field, pod }: EngineContainer): Finding[] =>
  engine
    .objections(invocationOf(container))
    .map((objection) => ({ manifest: pod.workload.manifest, field: `${field}.args`, ...objection }));

function variables({
  container,
  field,
  engine,
  pod: {
    workload: { manifest },
  },
}: EngineContainer): Finding[] {
  return orNone(container.env).flatMap(({ name = '', value = '' }, i): Finding[] => {
    const reason = engine.forbiddenVariable(name, value);
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
  check: (evidence: Evidence) => enginesOf(evidence).flatMap((each) => [...flags(each), ...variables(each)]),
};
