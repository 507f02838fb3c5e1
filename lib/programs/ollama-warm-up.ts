/**
 * The startup probe of Ollama: loads the declared models and succeeds only when all are listed, and the warm ones
 * loaded, on the GPU where there is one.
 */
import { ceilSeconds, childPath, type Duration, refuse } from '../core';
import { programFile, sh, type Program } from './program';

/** What must be there, and what must be loaded, before a request comes. */
export interface OllamaWarmUpInputs {
  readonly port: number;
  /** Tags that the store must list, each with its version: `llama3.1:8b`. */
  readonly declared: readonly string[];
  /** Tags to load, at most as many as may be loaded at the same time. @default - all that are declared */
  readonly warm?: readonly string[];
  /** Names whose manifests are made: Ollama must be able to read each of them. @default - none is asked for */
  readonly made?: readonly string[];
  /** Whether the server has GPUs: then each loaded model must be on them as a whole. @default false */
  readonly onGpu?: boolean;
  /** Time after which it gives up: the startup budget. */
  readonly patience: Duration;
}

const declaredFile = 'ollama-declared.list';
const warmFile = 'ollama-warm.list';
const madeFile = 'ollama-made.list';

const begin = sh`
#!/bin/bash
# Succeeds when Ollama lists every model of DECLARED_MODELS and has loaded every model of WARM_MODELS. Tries for WARM_UP_PATIENCE seconds.
set -u
over() { ((SECONDS >= WARM_UP_PATIENCE)); }

# call <method> <path> [<json>]: sets status and body. HTTP 1.0, so that the body ends where the connection does.
call() {
  local json=\${3-} line
  status='' body=''
  exec 3<>"/dev/tcp/127.0.0.1/$WARM_UP_PORT" || return 1
  printf '%s %s HTTP/1.0\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\nContent-Length: %d\r\n\r\n%s' "$1" "$2" "\${#json}" "$json" >&3
  # A load that hangs says nothing at all; a read that times out leaves the status empty.
  IFS=' ' read -r -t "$((SECONDS < WARM_UP_PATIENCE ? WARM_UP_PATIENCE - SECONDS : 1))" _ status _ <&3
  while IFS= read -r -t 10 line <&3 && [[ $line != $'\r' ]]; do :; done
  IFS= read -r -t 10 -d '' body <&3
  exec 3<&- 3>&-
  [[ $status == 200 ]]
}

# on_gpu <model>: the whole of it is in the memory of GPUs, by the answer of /api/ps in body. Ollama loads on the CPU what does not fit
# there, or all of it where it finds no GPU, and says nothing.
on_gpu() {
  local entry=\${body#*"\"name\":\"$1\""}
  entry=\${entry%%'"name":"'*}
  [[ $entry =~ \"size\":([0-9]+) ]] && size=\${BASH_REMATCH[1]} || size=unknown
  [[ $entry =~ \"size_vram\":([0-9]+) ]] && size_vram=\${BASH_REMATCH[1]} || size_vram=0
  [[ $size == "$size_vram" ]]
}

# Sets reason where it fails.
is_warm() {
  local model listed loaded
  call GET /api/tags 2>/dev/null || { reason="Ollama does not answer (status '$status')"; return 1; }
  listed=$body
  while read -r model; do
    [[ $listed == *"\"name\":\"$model\""* ]] || { reason="$model is not in the local store: the stager has not written it"; return 1; }
  done <"$DECLARED_MODELS"

`;
/** Ollama lists a model whose template it cannot read, and loads none by its name. */
const readMade = sh`
  while read -r model; do
    call POST /api/show "{\"model\":\"$model\"}" && continue
    reason="Ollama cannot read $model (status '$status')\${body:+: $body}"
    return 1
  done <"$MADE_MODELS"

`;
const end = sh`
  call GET /api/ps || { reason="Ollama does not say what is loaded (status '$status')"; return 1; }
  loaded=$body
  while read -r model; do
    [[ $loaded == *"\"name\":\"$model\""* ]] && continue
    # An empty prompt only loads. A model that makes embeddings refuses it, and is loaded by an empty list of inputs.
    call POST /api/generate "{\"model\":\"$model\",\"stream\":false}" && continue
    if [[ $status == 400 && $body == *'does not support generate'* ]]; then
      call POST /api/embed "{\"model\":\"$model\",\"input\":[]}" && continue
    fi
    reason="$model cannot be loaded (status '$status')\${body:+: $body}"
    return 1
  done <"$WARM_MODELS"

  # Asked again at the end: a model that pushed another out would have answered 200 as well.
  call GET /api/ps || { reason="Ollama does not say what is loaded (status '$status')"; return 1; }
  while read -r model; do
    [[ $body == *"\"name\":\"$model\""* ]] || { reason="$model was loaded and then unloaded: not all warm models fit at the same time"; return 1; }
    [[ \${WARM_UP_ON_GPU:-no} == yes ]] || continue
    # Another try would find the same: the model stays where it is.
    on_gpu "$model" || {
      echo "warm-up: $model is not wholly on the GPU: $size_vram of $size bytes are. On the CPU it answers too slowly." \
        "Check the GPU driver and the RuntimeClass of the node, and what else uses the GPU." >&2
      exit 1
    }
  done <"$WARM_MODELS"
}

until is_warm; do
  over && { echo "warm-up: $reason; given up after $WARM_UP_PATIENCE s" >&2; exit 1; }
  sleep 1
done
echo 'warm-up: every declared model is in the store, and every warm model is loaded'
`;
const text = begin + end;

/** Tags go into JSON and into paths as they are. */
const tag = /^[\w.-]+(?:\/[\w.-]+)*:[\w.-]+$/;

const list = (tags: readonly string[], name: string): string =>
  tags
    .map((each, i) =>
      tag.test(each)
        ? `${each}\n`
        : refuse('OllamaTagUnusable', childPath(name, i), `'${each}' is not a complete tag`, {
            fix: 'write it with its version: `llama3.1:8b`',
          }),
    )
    .join('');

/**
 * An `exec` startup probe in the Ollama image, which has bash (with `/dev/tcp`) but no curl. Why a startup probe: `/`
 * answers before anything is loaded, so readiness alone would send requests into a cold start; a postStart hook would
 * block the pod's deletion and end unseen; a sidecar needs an image and memory. After it has succeeded once, readiness
 * is `GET /` and liveness a TCP connect. It tries again by itself, so that one probe lasts as long as all warm models
 * may take: Ollama gives up a load whose client goes away, and many probes that each may hang would be patient for many
 * times the budget. Mount: `programFolder`.
 */
export const ollamaWarmUp: Program<OllamaWarmUpInputs> = {
  file: 'ollama-warm-up.sh',
  text,
  run: ({ port, declared, warm = declared, made, onGpu = false, patience }) => ({
    command: ['/bin/bash', programFile(made === undefined ? ollamaWarmUp.file : ollamaWarmUpWithNames.file)],
    env: {
      WARM_UP_PORT: `${port}`,
      WARM_UP_PATIENCE: `${ceilSeconds(patience)}`,
      DECLARED_MODELS: programFile(declaredFile),
      WARM_MODELS: programFile(warmFile),
      ...(made === undefined ? {} : { MADE_MODELS: programFile(madeFile) }),
      ...(onGpu ? { WARM_UP_ON_GPU: 'yes' } : {}),
    },
    files: {
      ...(made === undefined
        ? { [ollamaWarmUp.file]: text }
        : { [ollamaWarmUpWithNames.file]: ollamaWarmUpWithNames.text, [madeFile]: list(made, 'made') }),
      [declaredFile]: list(declared, 'declared'),
      [warmFile]: list(
        warm.map((each, i) =>
          declared.includes(each)
            ? each
            : refuse('WarmModelNotDeclared', childPath('warm', i), `'${each}' is not declared`, { allowed: declared }),
        ),
        'warm',
      ),
    },
  }),
};

/**
 * The same, which asks for the made manifests too. A text of its own: with another one, the pods of every running fleet
 * would be replaced.
 */
export const ollamaWarmUpWithNames: Program<OllamaWarmUpInputs> = {
  file: 'ollama-warm-up-names.sh',
  text: begin + readMade + end,
  run: ollamaWarmUp.run,
};
