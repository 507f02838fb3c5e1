/** The metrics of an Ollama, from its answer to `/api/ps`, in the text format of Prometheus. */

const metrics = {
  ollama_up: '1: the server answered the last question of the exporter.',
  ollama_model_loaded: '1: the model is loaded.',
  ollama_model_bytes: 'Bytes of a loaded model, on GPUs and in memory.',
  ollama_model_vram_bytes: 'Bytes of a loaded model on GPUs: less than all means that the CPU computes a part.',
  ollama_model_expires_seconds: 'Seconds until the server may unload the model.',
} as const;

export type OllamaMetric = keyof typeof metrics;
export const ollamaMetricNames = Object.keys(metrics) as readonly OllamaMetric[];

interface Sample {
  readonly metric: OllamaMetric;
  readonly model?: string;
  readonly value: number;
}

const escaped = (text: string): string =>
  text.replace(/[\\\n"]/g, (character) => (character === '\n' ? '\\n' : `\\${character}`));

const fieldsOf = (value: unknown): Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null ? (value as Readonly<Record<string, unknown>>) : {};

/** Samples of a number that the answer has; none where it has another value. */
const sample = (metric: OllamaMetric, model: string, value: unknown): readonly Sample[] =>
  typeof value === 'number' && Number.isFinite(value) ? [{ metric, model, value }] : [];

/** The samples of one entry of `models`. */
function ofModel(entry: unknown, now: number): readonly Sample[] {
  const { name: model, size, size_vram: vram, expires_at: expires } = fieldsOf(entry);
  if (typeof model !== 'string' || model === '') return [];
  const expiry = typeof expires === 'string' ? Date.parse(expires) : Number.NaN;
  return [
    { metric: 'ollama_model_loaded', model, value: 1 },
    ...sample('ollama_model_bytes', model, size),
    ...sample('ollama_model_vram_bytes', model, vram),
    ...sample('ollama_model_expires_seconds', model, Math.max(0, Math.round((expiry - now) / 1000))),
  ];
}

/** Samples of an answer; `undefined` or what is no list of models: the server did not answer. */
function samplesOf(answer: unknown, now: number): readonly Sample[] {
  const { models } = fieldsOf(answer);
  if (!Array.isArray(models)) return [{ metric: 'ollama_up', value: 0 }];
  return [{ metric: 'ollama_up', value: 1 }, ...models.flatMap((entry) => ofModel(entry, now))];
}

/**
 * The answer of `/metrics`.
 *
 * @param answer - of `/api/ps`, parsed; `undefined` where there was none
 * @param now - milliseconds since 1970
 */
export function metricsText(answer: unknown, now: number): string {
  const samples = samplesOf(answer, now);
  return ollamaMetricNames
    .map((name) => {
      const lines = samples
        .filter(({ metric }) => metric === name)
        .map(({ model, value }) => `${name}${model === undefined ? '' : `{model="${escaped(model)}"}`} ${value}\n`);
      return `# HELP ${name} ${metrics[name]}\n# TYPE ${name} gauge\n${lines.join('')}`;
    })
    .join('');
}
