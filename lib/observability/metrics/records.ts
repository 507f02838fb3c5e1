/** Series that recording rules of ours write. */
import { gauge } from './metric';

const failedPart = (window: string) => gauge(`Part of the requests that fail, over ${window}.`, 'model');
const latePart = (window: string) => gauge(`Part of the answers that begin late, over ${window}.`, 'model');

export const recordedMetrics = {
  'corral:workload_usd_per_hour': gauge(
    'US dollars per hour: ready pods of a workload times the price of one, as the plan has it.',
  ),
  'corral:model_requests:increase1h': gauge('Requests of an hour.', 'model'),
  'corral:model_errors:ratio_rate5m': failedPart('5 minutes'),
  'corral:model_errors:ratio_rate30m': failedPart('30 minutes'),
  'corral:model_errors:ratio_rate1h': failedPart('an hour'),
  'corral:model_errors:ratio_rate6h': failedPart('6 hours'),
  'corral:model_errors:ratio_rate3d': failedPart('3 days'),
  'corral:model_first_token:ratio_rate5m': latePart('5 minutes'),
  'corral:model_first_token:ratio_rate30m': latePart('30 minutes'),
  'corral:model_first_token:ratio_rate1h': latePart('an hour'),
  'corral:model_first_token:ratio_rate6h': latePart('6 hours'),
  'corral:model_first_token:ratio_rate3d': latePart('3 days'),
} as const;
