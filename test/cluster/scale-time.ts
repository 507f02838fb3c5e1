/** Makes time run faster on a cluster: divides the durations that a test would wait for, and changes nothing else. */
import type { Json, Manifest } from '../../lib/kubernetes/read/manifest';
import { podAnnotations } from './control-plane/stages';

type Object = { readonly [key: string]: Json };

const isObject = (value: Json): value is Object => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Integers of seconds in an HPA's `behavior`; the server takes no period below one. */
const autoscalerSeconds = ['stabilizationWindowSeconds', 'periodSeconds'] as const;
const delays: ReadonlySet<string> = new Set([podAnnotations.readyAfter, podAnnotations.goneAfter]);

const unitMilliseconds: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000 };

/** A Go duration in milliseconds: `1m30s` is 90 000. */
function milliseconds(duration: string): number {
  return [...duration.matchAll(/(\d+(?:\.\d+)?)(ms|s|m|h)/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (unitMilliseconds[unit] ?? 0),
    0,
  );
}

function scaled(key: string, value: Json, factor: number, inBehavior: boolean): Json {
  if (delays.has(key) && typeof value === 'string') return `${Math.round(milliseconds(value) / factor)}ms`;
  const isSeconds = key === 'minReadySeconds' || (inBehavior && (autoscalerSeconds as readonly string[]).includes(key));
  if (isSeconds && typeof value === 'number') return value === 0 ? 0 : Math.max(1, Math.round(value / factor));
  if (Array.isArray(value)) return value.map((item: Json) => scaled('', item, factor, inBehavior));
  return isObject(value) ? scaledObject(value, factor, inBehavior) : value;
}

const scaledObject = (object: Object, factor: number, inBehavior: boolean): Object =>
  Object.fromEntries(Object.entries(object).map(([key, value]) => [key, scaled(key, value, factor, inBehavior)]));

/**
 * Divides delays of pods (see `podAnnotations`), the time for which they must be ready, and the windows and periods of
 * autoscalers by a factor.
 */
export function scaleTime(manifests: readonly Manifest[], factor: number): readonly Manifest[] {
  return manifests.map(
    (manifest) =>
      scaledObject(
        manifest as unknown as Object,
        factor,
        manifest.kind === 'HorizontalPodAutoscaler',
      ) as unknown as Manifest,
  );
}
