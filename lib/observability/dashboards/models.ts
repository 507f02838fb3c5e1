/** Models: requests, queue, speed, cache, memory, of each llama-server and each fleet. */
import type { Plan } from '../../plan';
import { aggregate, promql, rate, series } from '../expressions/expression';
import type { DashboardInput, RowInput } from './dashboard';
import { graph } from './panel';

const window = '$__rate_interval';

function ofLlamaServers(namespace: string): readonly RowInput[] {
  const own = { namespace, workload: { matches: '$workload' } } as const;
  const sum = (name: Parameters<typeof rate>[0]) => aggregate('sum', ['workload'], rate(name, window, own));
  const cached = sum('llamacpp:prompt_tokens_cached_total');
  const computed = sum('llamacpp:prompt_tokens_total');
  return [
    {
      title: 'Load',
      panels: [
        graph('Requests in work', 'short', 'Busy slots of all pods.', [
          { of: aggregate('sum', ['workload'], series('llamacpp:requests_processing', own)), legend: '{{workload}}' },
        ]),
        graph(
          'Requests that wait for a slot',
          'short',
          'The queue. It is what an autoscaler adds pods for; without one, raise `replicas` or `parallel`.',
          [{ of: aggregate('sum', ['workload'], series('llamacpp:requests_deferred', own)), legend: '{{workload}}' }],
        ),
        graph(
          'Longest sequence',
          'short',
          'Tokens of the longest request since the start. At the context length, answers are cut.',
          [{ of: aggregate('max', ['workload'], series('llamacpp:n_tokens_max', own)), legend: '{{workload}}' }],
        ),
      ],
    },
    {
      title: 'Speed',
      panels: [
        graph('Tokens of answers per second', 'short', 'Of all pods together.', [
          { of: sum('llamacpp:tokens_predicted_total'), legend: '{{workload}}' },
        ]),
        graph('Time of one token', 's', 'Seconds per token of an answer, as one slot sees it.', [
          {
            of: promql`${sum('llamacpp:tokens_predicted_seconds_total')} / (${sum('llamacpp:tokens_predicted_total')} > 0)`,
            legend: '{{workload}}',
          },
        ]),
        graph('Prompt tokens per second of work', 'short', 'How fast prompts are computed while one is.', [
          {
            of: promql`${computed} / (${sum('llamacpp:prompt_seconds_total')} > 0)`,
            legend: '{{workload}}',
          },
        ]),
      ],
    },
    {
      title: 'Cache of prompts and drafts',
      panels: [
        graph(
          'Prompt tokens found in the cache',
          'percentunit',
          'Part of all prompt tokens. Low, with long conversations: set `affinity: session`.',
          [{ of: promql`${cached} / (${cached} + ${computed} > 0)`, legend: '{{workload}}' }],
          { max: 1 },
        ),
        graph('Prompt tokens', 'short', 'Per second: computed, and found in the cache.', [
          { of: computed, legend: '{{workload}} computed' },
          { of: cached, legend: '{{workload}} cached' },
        ]),
        graph(
          'Draft tokens accepted',
          'percentunit',
          'Only of models with a draft model.',
          [
            {
              of: promql`${sum('llamacpp:spec_decode_num_accepted_tokens_total')} / (${sum('llamacpp:spec_decode_num_draft_tokens_total')} > 0)`,
              legend: '{{workload}}',
            },
          ],
          { max: 1 },
        ),
      ],
    },
  ];
}

function ofFleets(namespace: string): readonly RowInput[] {
  const own = { namespace } as const;
  return [
    {
      title: 'Fleets of Ollama',
      panels: [
        graph('Models that are loaded', 'short', 'Pods on which a model is loaded.', [
          {
            of: aggregate('sum', ['workload', 'model'], series('ollama_model_loaded', own)),
            legend: '{{workload}} {{model}}',
          },
        ]),
        graph(
          'Part of a model on GPUs',
          'percentunit',
          'Below 1, the CPU computes a part of it, many times slower.',
          [
            {
              of: promql`${aggregate('min', ['workload', 'model'], promql`${series('ollama_model_vram_bytes', own)} / (${series('ollama_model_bytes', own)} > 0)`)}`,
              legend: '{{workload}} {{model}}',
            },
          ],
          { max: 1 },
        ),
        graph('Memory of loaded models', 'bytes', 'On GPUs and in memory, by pod.', [
          { of: series('ollama_model_bytes', own), legend: '{{pod}} {{model}}' },
        ]),
      ],
    },
  ];
}

const memory = (namespace: string, containers: readonly string[]): RowInput => {
  const own = { namespace, container: containers } as const;
  return {
    title: 'Memory and starts',
    panels: [
      graph(
        'Memory that cannot be given back',
        'percentunit',
        'Part of the limit, without pages of files: near 1, the container is killed.',
        [
          {
            of: promql`${aggregate('max', ['namespace', 'pod', 'container'], series('container_memory_rss', own))} / on (namespace, pod, container) ${aggregate('max', ['namespace', 'pod', 'container'], series('kube_pod_container_resource_limits', { ...own, resource: 'memory' }))}`,
            legend: '{{pod}}',
          },
        ],
        { max: 1, limits: { warning: 0.85, fault: 0.95 } },
      ),
      graph(
        'Memory with pages of files',
        'bytes',
        'Weights that are mapped count here. They may be given back, so a high value is no fault by itself.',
        [{ of: series('container_memory_working_set_bytes', own), legend: '{{pod}}' }],
      ),
      graph('Pods that are not ready', 'short', 'They load their model, or wait for a node.', [
        {
          of: promql`${series('kube_pod_status_ready', { namespace, condition: 'false' })} == 1`,
          legend: '{{pod}}',
        },
      ]),
    ],
  };
};

/** Names of the containers that engines run in. */
const containers = ['llama-server', 'ollama'] as const;

export function models({ environment, servers }: Plan): DashboardInput | undefined {
  if (servers.length === 0) return undefined;
  const { serving } = environment.cluster.namespaces;
  const runs = (engine: string): boolean => servers.some(({ workload }) => workload.engine === engine);
  return {
    name: 'models',
    title: 'models',
    description: 'What each model does: requests, queue, speed, cache, memory.',
    choices: runs('llama-server')
      ? [
          {
            name: 'workload',
            label: 'Workload',
            query: `label_values(${series('llamacpp:requests_processing', { namespace: serving }).promql}, workload)`,
          },
        ]
      : [],
    rows: [
      ...(runs('llama-server') ? ofLlamaServers(serving) : []),
      ...(runs('ollama') ? ofFleets(serving) : []),
      memory(serving, containers.filter(runs)),
    ],
  };
}
