/** The startup probe of Ollama: loads the declared models and succeeds only when all of them are listed, and the warm ones in memory. */
import { programFile, sh, type Program } from './program';
import { refuse } from '../core/fault';
import { at } from '../core/path';

/** What must be there, and what must be loaded, before a request comes. */
export interface OllamaWarmUpInputs {
  readonly port: number;
  /** Tags that the store must list, each with its version: `llama3.1:8b`. */
  readonly declared: readonly string[];
  /** Tags to load, at most as many as may be loaded at the same time. @default - all that are declared */
  readonly warm?: readonly string[];
}

const declaredFile = 'ollama-declared.list';
const warmFile = 'ollama-warm.list';

const text = sh`
#!/bin/bash
# Succeeds when Ollama lists every model of DECLARED_MODELS and has loaded every model of WARM_MODELS.
set -u

# call <method> <path> [<json>]: sets status and body. HTTP 1.0, so that the body ends where the connection does.
call() {
  local json=\${3-} line
  status='' body=''
  exec 3<>"/dev/tcp/127.0.0.1/$WARM_UP_PORT" || return 1
  printf '%s %s HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "\${#json}" "$json" >&3
  IFS=' ' read -r _ status _ <&3
  while IFS= read -r line <&3 && [[ $line != $'\r' ]]; do :; done
  IFS= read -r -d '' body <&3
  exec 3<&- 3>&-
  [[ $status == 200 ]]
}
fail() { echo "warm-up: $*" >&2; exit 1; }

call GET /api/tags 2>/dev/null || fail "Ollama does not answer yet (status '$status')"
listed=$body
while read -r model; do
  [[ $listed == *"\"name\":\"$model\""* ]] || fail "$model is not in the local store: the stager has not laid it out"
done <"$DECLARED_MODELS"

call GET /api/ps || fail "Ollama does not say what is loaded (status '$status')"
loaded=$body
while read -r model; do
  [[ $loaded == *"\"name\":\"$model\""* ]] && continue
  # An empty prompt only loads. A model that makes embeddings refuses it, and is loaded by an empty list of inputs.
  call POST /api/generate "{\"model\":\"$model\",\"stream\":false}" && continue
  if [[ $status == 400 && $body == *'does not support generate'* ]]; then
    call POST /api/embed "{\"model\":\"$model\",\"input\":[]}" && continue
  fi
  fail "$model cannot be loaded (status '$status'): $body"
done <"$WARM_MODELS"

# Asked again at the end: a model that pushed another out would have answered 200 as well.
call GET /api/ps || fail "Ollama does not say what is loaded (status '$status')"
while read -r model; do
  [[ $body == *"\"name\":\"$model\""* ]] || fail "$model was loaded and is gone: more models are to be warm than fit at the same time"
done <"$WARM_MODELS"
echo 'warm-up: every declared model is there, and loaded where it must be'
`;

/** Tags go into JSON and into paths as they are. */
const tag = /^[\w.-]+(?:\/[\w.-]+)*:[\w.-]+$/;

const list = (tags: readonly string[], name: string): string => tags
  .map((each, i) => (tag.test(each) ? `${each}\n`
    : refuse('OllamaTagUnusable', at(name, i), `'${each}' is no complete tag`, { mend: 'write it with its version: `llama3.1:8b`' })))
  .join('');

/**
 * An `exec` startup probe in the Ollama image, which has bash (with `/dev/tcp`) but no curl. Why a startup probe: `/` answers before
 * anything is loaded, so readiness alone would send requests into a cold start; a postStart hook would block the pod's deletion and
 * end unseen; a sidecar needs an image and memory. After it has succeeded once, readiness is `GET /` and liveness a TCP connect.
 * Give the probe a `timeoutSeconds` that covers loading all warm models: Ollama gives up a load whose client goes away, so a short
 * timeout would never get there. Mount: `programFolder`.
 */
export const ollamaWarmUp: Program<OllamaWarmUpInputs> = {
  file: 'ollama-warm-up.sh',
  text,
  exits: { 0: 'every declared model is listed and every warm one is loaded', 1: 'not yet, with the reason in the probe event' },
  run: ({ port, declared, warm = declared }) => ({
    command: ['/bin/bash', programFile(ollamaWarmUp.file)],
    env: { WARM_UP_PORT: `${port}`, DECLARED_MODELS: programFile(declaredFile), WARM_MODELS: programFile(warmFile) },
    files: {
      [ollamaWarmUp.file]: text,
      [declaredFile]: list(declared, 'declared'),
      [warmFile]: list(warm.map((each, i) => (declared.includes(each) ? each
        : refuse('WarmModelNotDeclared', at('warm', i), `'${each}' is not declared`, { allowed: declared }))), 'warm'),
    },
  }),
};
