/** The table of docs/explanation/speed.md, computed. */
import { gpus } from '../../lib/catalog/gpus';
import { tokensPerSecond } from '../../lib/sizing/time/throughput';
import { serverSettings } from './server-settings';
import { measuredSpeeds, type MeasuredSpeed } from './speeds';

/** Every layer is on the GPUs of these rows, so that the host's memory does not count. */
const host = { gigabytesPerSecond: 64, kind: 'DDR' } as const;

/** Tokens per second that the plan counts on for a measured row. */
export function plannedSpeed({ gpu, count, model, contextLength, name }: MeasuredSpeed): number {
  const { bandwidthGbPerSecond: gigabytesPerSecond, memoryType: kind } = gpus[gpu];
  return tokensPerSecond(
    model,
    serverSettings({ contextLength }),
    { gpus: { count, memory: { gigabytesPerSecond, kind } }, host },
    name,
  ).value;
}

const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;

/** Measured and planned, row by row. */
export const speedTable = (): string =>
  [
    line(['GPU', 'GPUs', 'model', 'context', 'measured, tokens/s', 'planned', 'planned of measured', 'source']),
    line(['---', '---:', '---', '---:', '---:', '---:', '---:', '---']),
    ...measuredSpeeds.map((row) => {
      const planned = plannedSpeed(row);
      return line([
        row.gpu,
        `${row.count}`,
        row.name,
        `${row.contextLength}`,
        `${row.measured}`,
        planned.toFixed(1),
        `${Math.round((100 * planned) / row.measured)} %`,
        row.source,
      ]);
    }),
  ].join('\n');
