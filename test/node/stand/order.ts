/** In which order the containers of pods ran, by what the kubelet wrote down, and what a container prints meanwhile. */
import type { IContainerStatus, IPod } from 'kubernetes-models/v1';
import { waitUntil } from '../../cluster/client/wait';
import type { NodeWorld } from './world';

const seconds = (time: string | undefined): number => Date.parse(time ?? '') / 1000;

const startOf = ({ state }: IContainerStatus): number =>
  seconds(state?.running?.startedAt ?? state?.terminated?.startedAt);
const endOf = ({ state }: IContainerStatus): number => seconds(state?.terminated?.finishedAt);

/** When a container began and ended, in whole seconds as the kubelet counts them; `NaN` for what has not happened. */
export interface Span {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** Spans of the containers of a pod, init containers first, in the order of its specification. */
export function spansOf({ status }: IPod): readonly Span[] {
  const { initContainerStatuses = [], containerStatuses = [] } = status ?? {};
  return [...initContainerStatuses, ...containerStatuses].map((each) => ({
    name: each.name,
    from: startOf(each),
    to: endOf(each),
  }));
}

/** Whether each of several spans ended before the next one began. */
export const oneAfterTheOther = (spans: readonly Span[]): boolean =>
  spans.every(({ to }, index) => {
    const next = spans[index + 1];
    return next === undefined || to <= next.from;
  });

/** Pods of a namespace with a label of the platform: `instance: 'tiny'`, `name: 'weights-server'`. */
export async function podsWith(
  world: NodeWorld,
  namespace: string,
  labels: Readonly<Record<string, string>>,
): Promise<readonly IPod[]> {
  const wanted = Object.entries(labels).map(([name, value]) => [`app.kubernetes.io/${name}`, value] as const);
  return world.stand.client.list('Pod', { namespace, labels: Object.fromEntries(wanted) });
}

/** What a container has printed. */
export const logOf = (world: NodeWorld, { metadata }: IPod, container: string): Promise<string> =>
  world.stand.kubectl.run(['logs', '-n', metadata?.namespace ?? '', metadata?.name ?? '', '-c', container]);

/** Waits until a container has printed something, and returns all that it printed. */
export const printed = (
  world: NodeWorld,
  pod: () => Promise<IPod | undefined>,
  container: string,
  what: RegExp,
): Promise<string> =>
  waitUntil(
    `${container} prints ${what}`,
    async () => {
      const found = await pod();
      return found === undefined ? '' : logOf(world, found, container);
    },
    (text) => what.test(text),
    { seconds: 240 },
  );
