/** The tables of docs/explanation/memory.md, computed. */
import { gpus } from '../../lib/catalog/gpus';
import type { ArchitectureFacts, Model } from '../../lib/catalog/model';
import { inMib, mib, mibText } from '../../lib/core/bytes';
import { usableGpu } from '../../lib/sizing/memory/gpu-memory';
import { llamaServerMemory } from '../../lib/sizing/memory/memory';
import type { DeviceMemory } from '../../lib/sizing/memory/memory-term';
import { termBytes } from './terms';
import { models } from '../../overlays/models';
import { modelOfShape } from '../gguf/model-of-shape';
import { measuredRows, type MeasuredRow } from './measured';
import { serverSettings } from './server-settings';

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map((_, column) => (column === 0 ? '---' : '---:')), ...rows]
    .map((cells) => `| ${cells.join(' | ')} |`)
    .join('\n');

const number = (value: number): string => value.toFixed(2).replace(/\B(?=(\d{3})+(?=\.))/g, ' ');

/** Engine and ours in MiB for weights, cache with recurrent state, and compute. */
function comparison(memory: DeviceMemory, host: boolean): readonly [number, number, number] {
  return [
    inMib(termBytes(memory, host ? 'mapped weights' : 'weights')),
    inMib(termBytes(memory, 'KV cache')) + inMib(termBytes(memory, 'recurrent state')),
    inMib(termBytes(memory, 'compute')),
  ];
}

/** Both sides of one device of a measured row. */
export interface Compared {
  readonly device: string;
  readonly engine: readonly [number, number, number];
  readonly ours: readonly [number, number, number];
}

export function compare({ model, settings, gpus: measured, host, graphs, name }: MeasuredRow): readonly Compared[] {
  const memory = llamaServerMemory(model, settings, measured.length, name, { build: graphs });
  return [
    ...measured.map(({ weights, cache, compute }, gpu) => ({
      device: `GPU ${gpu}`,
      engine: [weights, cache, compute] as const,
      ours: comparison(memory.devices[gpu] ?? memory.host, false),
    })),
    {
      device: 'host',
      engine: [host.weights, host.cache ?? 0, host.compute] as const,
      ours: comparison(memory.host, true),
    },
  ];
}

const sum = (values: readonly number[]): number => values.reduce((total, value) => total + value, 0);

export const measuredTable = (): string =>
  table(
    ['row', 'build', 'device', 'weights, engine', 'ours', 'cache, engine', 'ours', 'compute, engine', 'ours', 'sum'],
    measuredRows.flatMap((row) =>
      compare(row).map(({ device, engine, ours }) => [
        row.name,
        row.build,
        device,
        ...[0, 1, 2].flatMap((index) => [number(engine[index] ?? 0), number(ours[index] ?? 0)]),
        `${((sum(ours) / sum(engine) - 1) * 100).toFixed(1)} %`,
      ]),
    ),
  );

const codellama13b: ArchitectureFacts = models['codellama-13b/Q8_0'].architecture;

/** Sizes of the table that these figures replace, in its own words, and the model that stands for each. */
const sizes: readonly (readonly [string, string, Model])[] = [
  ['70B-72B', '14.0', models['llama-3.3-70b-instruct/Q4_K_M']],
  ['32B-34B', '10.0', models['qwen2.5-32b-instruct/Q4_K_M']],
  ['13B-14B', '8.0', modelOfShape(codellama13b, 'Q4_K_M', { tied: false })],
  ['13B-14B', '8.0', models['qwen2.5-14b-instruct/Q4_K_M']],
  ['7B-8B', '6.0', models['qwen2.5:7b']],
  ['7B-8B', '6.0', modelOfShape(models['deepseek-coder:6.7b'].architecture, 'Q4_K_M', { tied: false })],
  ['3B', '3.5', models['qwen2.5:3b']],
  ['1.5B', '2.0', models['qwen2.5:1.5b']],
  ['1B', '1.5', models['llama-3.2-1b-instruct/Q4_K_M']],
];

const names = [
  'llama-3.3-70b',
  'qwen2.5-32b',
  'codellama-13b',
  'qwen2.5-14b',
  'qwen2.5-7b',
  'deepseek-coder-6.7b',
  'qwen2.5-3b',
  'qwen2.5-1.5b',
  'llama-3.2-1b',
];

/** The smallest GPU of the catalogue on which a total fits. */
const smallest = (total: DeviceMemory['total']): string =>
  Object.values(gpus)
    .map((gpu) => ({ gpu, usable: usableGpu(gpu).value }))
    .filter(({ usable }) => usable >= total)
    .sort((a, b) => a.gpu.memoryMib - b.gpu.memoryMib || (a.gpu.product < b.gpu.product ? -1 : 1))[0]?.gpu.product ??
  'none';

export const sizeTable = (): string =>
  table(
    [
      'size',
      'GB in the table',
      'model, Q4_K_M',
      'weights',
      'KV, 8k f16',
      'compute',
      'context',
      'sum in MiB',
      'smallest GPU',
    ],
    sizes.flatMap(([size, gigabytes, model], index) =>
      llamaServerMemory(model, serverSettings(), 1, size).devices.map((device) => [
        size,
        gigabytes,
        names[index] ?? '',
        ...(['weights', 'KV cache', 'compute', 'context'] as const).map((term) => mibText(termBytes(device, term))),
        mibText(device.total),
        smallest(device.total),
      ]),
    ),
  );

/** GPUs of the table that these figures replace, with the products that its patterns match. */
const patterns: readonly (readonly [string, string, readonly (keyof typeof gpus)[]])[] = [
  ['H100L-23C', '23', []],
  ['H100L-15C', '15.36', []],
  ['H100', '80', ['NVIDIA-H100-PCIe']],
  ['A100', '40', ['NVIDIA-A100-PCIE-40GB', 'NVIDIA-A100-80GB-PCIe']],
  ['A10', '24', ['NVIDIA-A10']],
  ['V100', '16', ['Tesla-V100-SXM2-16GB', 'Tesla-V100-SXM2-32GB']],
  ['T4', '16', ['Tesla-T4']],
  ['RTX-A6000', '48', ['NVIDIA-RTX-A6000']],
];

export const gpuTable = (): string =>
  table(
    ['pattern', 'GB in the table', 'product', 'MiB of the driver', 'usable MiB'],
    patterns.flatMap(([pattern, gigabytes, products]) =>
      products.length === 0
        ? [[pattern, gigabytes, 'not in the catalogue', '-', '-']]
        : products.map((product) => [
            pattern,
            gigabytes,
            product,
            mibText(mib(gpus[product].memoryMib)),
            mibText(usableGpu(gpus[product]).value),
          ]),
    ),
  );
