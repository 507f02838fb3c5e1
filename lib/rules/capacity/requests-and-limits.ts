/**
 * Refuses containers that ask for less than they may take, or whose CPU is throttled behind the back of their threads.
 */
import type { Evidence } from '../evidence';
import { flagValue } from '../../engines';
import { invocationOf } from '../../kubernetes/read';
import { limitsCpu } from '../../plan';
import type { PodContainer } from '../pods';
import { type Nano, nanoOf } from '../../core';
import { shown, type Finding, type Rule } from '../rule';

type Say = (field: string, found: string, fix: string) => Finding;
type Amounts = Readonly<Record<string, string | number>>;

const amount = (amounts: Amounts, resource: string): Nano | undefined => {
  const value = amounts[resource];
  return value === undefined ? undefined : nanoOf(value);
};

const isExtended = (resource: string): boolean => resource.includes('/');

/** Threads that the engine uses: by its flag, or by the variable that Ollama hands on. */
const threadsOf = ({ container }: PodContainer): string | undefined =>
  flagValue(invocationOf(container), '--threads') ??
  container.env?.find(({ name }) => name === 'LLAMA_ARG_THREADS')?.value;

function cpu(each: PodContainer, requests: Amounts, limits: Amounts, isHelper: boolean, say: Say): Finding[] {
  const limit = amount(limits, 'cpu');
  const threads = threadsOf(each);
  const wanted = limit === undefined || limit < 10n ** 9n ? '1' : `${limit / 10n ** 9n}`;
  const throttled =
    isHelper || limit === undefined || threads === wanted
      ? []
      : [
          say(
            'limits.cpu',
            `${shown(limits.cpu)} throttles ${threads === undefined ? 'a program that counts the cores of the host' : `${threads} threads`}`,
            `leave it out, or pin --threads to ${wanted}`,
          ),
        ];
  return [
    ...(amount(requests, 'cpu') === undefined
      ? [say('requests.cpu', 'asks for no CPU', 'ask for what it needs when others are busy')]
      : []),
    ...throttled,
  ];
}

/** Memory and disk: what is asked for is what may be used, since neither can be taken back. */
function same(resource: string, requests: Amounts, limits: Amounts, say: Say): Finding[] {
  const limit = amount(limits, resource);
  const request = amount(requests, resource);
  if (limit === undefined)
    return [say(`limits.${resource}`, `has no limit of ${resource}`, 'set one, equal to the request')];
  return request === limit
    ? []
    : [
        say(
          `requests.${resource}`,
          `asks for ${shown(requests[resource])} of ${resource} and may take ${shown(limits[resource])}`,
          'ask for as much as the limit',
        ),
      ];
}

function extended(requests: Amounts, limits: Amounts, say: Say): Finding[] {
  return Object.keys(requests)
    .filter((resource) => isExtended(resource) && amount(requests, resource) !== amount(limits, resource))
    .map((resource) =>
      say(
        `requests.${resource}`,
        `asks for ${shown(requests[resource])} and may take ${shown(limits[resource])}`,
        'put the same number into limits, or only there',
      ),
    );
}

/** @param isHelper a program of ours that counts no cores, in a namespace that demands limits of CPU */
function ofContainer(each: PodContainer, manifest: Finding['manifest'], isHelper: boolean): Finding[] {
  const { requests = {}, limits = {} } = each.container.resources ?? {};
  const say: Say = (field, found, fix) => ({ manifest, field: `${each.field}.resources.${field}`, found, fix });
  return [
    ...cpu(each, requests, limits, isHelper, say),
    ...same('memory', requests, limits, say),
    ...same('ephemeral-storage', requests, limits, say),
    ...extended(requests, limits, say),
  ];
}

function check({ pods, plan, planOf }: Evidence): Finding[] {
  const isDemanded = limitsCpu(plan.environment);
  return pods.flatMap((pod) =>
    pod.containers
      .filter(({ role }) => role !== 'ephemeral')
      .flatMap((each) => {
        const isEngine = each.role === 'main' && planOf(pod) !== undefined;
        return ofContainer(each, pod.workload.manifest, isDemanded && !isEngine);
      }),
  );
}

export const requestsAndLimits: Rule = {
  name: 'requests-and-limits',
  promise:
    'Every container asks for CPU, and for as much memory and disk as it may use; its CPU is limited only where its threads are pinned to the limit, or where a namespace that exists demands it.',
  cluster:
    'The server refuses unequal GPUs, and with a quota containers that ask for nothing; it takes the rest, and pods are evicted or throttled later.',
  check,
};
