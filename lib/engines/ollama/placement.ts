/**
 * Where Ollama puts models on a pod's GPUs, by its own rule, and whether it keeps those loaded that must be loaded
 * together.
 */
import type { Model } from '../../catalog';
import { bytes, type Bytes, mibText, sumBytes } from '../../core';
import type { PodGpus } from '../engine';
import type { OllamaSettings } from './settings';
import { diskBytes } from '../../sizing';

/** A model as Ollama places it. */
export interface Resident {
  readonly tag: string;
  readonly model: Model;
  /** What it takes when it has one GPU to itself. */
  readonly alone: Bytes;
  /** What it takes of each GPU when it is spread over all of them. */
  readonly spread: readonly Bytes[];
}

/** Share of the free memory beyond which Ollama does not put a model beside others, nor on a single GPU of several. */
const mostOfFree = 0.8;

const smallest = (value: number | readonly number[]): number =>
  typeof value === 'number' ? value : Math.min(...value);

/**
 * What Ollama expects a model to take: the file, and a cache of two-byte elements of equal heads in every layer,
 * whatever the cache type, window or head length.
 *
 * @see ollama llm/llama_server.go `PredictServerVRAM`
 */
export function predictedBytes(
  model: Model,
  { contextLength, parallel }: Pick<OllamaSettings, 'contextLength' | 'parallel'>,
): Bytes {
  const { blockCount, headCount, headCountKv, embeddingLength } = model.architecture;
  const cache =
    2 * blockCount * smallest(headCountKv) * Math.floor(embeddingLength / headCount) * contextLength * parallel * 2;
  return bytes(diskBytes(model).value + cache);
}

/** What the rule looks at of a pod's GPUs. */
export type Gpus = Pick<PodGpus, 'count' | 'free' | 'usable'>;

/** Loads models in this order; the sentence says what goes wrong, `undefined` when all stay. */
function load(order: readonly Resident[], settings: OllamaSettings, { count, free, usable }: Gpus): string | undefined {
  const taken = Array.from({ length: count }, () => 0);
  const freeOn = (used: number): number => free - settings.gpuOverhead - used;
  for (const [i, { tag, model, alone, spread }] of order.entries()) {
    const predicted = predictedBytes(model, settings);
    const emptiest = taken.indexOf(Math.min(...taken));
    const room = freeOn(taken[emptiest] ?? 0);
    const together = taken.reduce((sum, used) => sum + freeOn(used), 0);
    const single = count === 1 || predicted <= mostOfFree * room;
    if (i > 0 && predicted > mostOfFree * (count === 1 ? room : together)) {
      return `Ollama predicts ${mibText(predicted)} MiB for ${tag}, which is more than 80 % of the ${mibText(bytes(Math.max(0, count === 1 ? room : together)))} MiB that are free next to ${order
        .slice(0, i)
        .map((other) => other.tag)
        .join(', ')}, and it unloads a model to make space`;
    }
    if (single) taken[emptiest] = (taken[emptiest] ?? 0) + alone;
    else
      spread.forEach((part, gpu) => {
        taken[gpu] = (taken[gpu] ?? 0) + part;
      });
    const fullest = Math.max(...taken);
    if (fullest + settings.gpuOverhead > usable) {
      return `${order
        .slice(0, i + 1)
        .map((other) => other.tag)
        .join(
          ', ',
        )} ${i === 0 ? 'needs' : 'need'} ${mibText(bytes(fullest + settings.gpuOverhead))} MiB on one GPU, but only ${mibText(usable)} MiB are usable`;
    }
  }
  return undefined;
}

/**
 * Orders in which models may be loaded that are all tried; of more, those that end with each model beside the heaviest
 * others.
 */
const mostOrders = 10_000;

/** Number of ways to load `count` of `among` models one after the other. */
const waysToLoad = (among: number, count: number): number =>
  count === 0 ? 1 : among * waysToLoad(among - 1, count - 1);

function* orders(residents: readonly Resident[], count: number): Generator<readonly Resident[]> {
  if (count === 0) yield [];
  else
    for (const first of residents)
      for (const rest of orders(
        residents.filter((other) => other !== first),
        count - 1,
      ))
        yield [first, ...rest];
}

/** Each model as the last one beside the others that take most, which leave it least. */
function* ordersToFear(residents: readonly Resident[], count: number): Generator<readonly Resident[]> {
  for (const weigh of [({ alone }: Resident) => alone, ({ spread }: Resident) => sumBytes(spread)]) {
    const heaviest = [...residents].sort((a, b) => weigh(b) - weigh(a));
    for (const last of residents) {
      const others = heaviest.filter((other) => other !== last).slice(0, count - 1);
      yield [...others, last];
      yield [...others].reverse().concat(last);
    }
  }
}

/**
 * What goes wrong when as many models as may be are loaded at the same time, whichever they are; `undefined` when
 * Ollama keeps all of them.
 */
export function neverTogether(
  residents: readonly Resident[],
  settings: OllamaSettings,
  gpus: Gpus,
): string | undefined {
  const count = Math.min(residents.length, settings.maxLoadedModels);
  for (const order of waysToLoad(residents.length, count) <= mostOrders
    ? orders(residents, count)
    : ordersToFear(residents, count)) {
    const problem = load(order, settings, gpus);
    if (problem !== undefined) return problem;
  }
  return undefined;
}
