/** Slows down what a pod receives: a link that others use, too. */
import { processOf } from './pod-process';
import type { Stand } from './stand';

/** A device, and the number of the device at the other end of its cable: `2: eth0@if7: …` */
const linked = /^(\d+): ([^@:]+)@if(\d+):/;

/** Bounds what a pod receives from now on, in bytes per second, until it ends. One of its containers must run. */
export async function slowLink(stand: Stand, namespace: string, pod: string, bytesPerSecond: number): Promise<void> {
  const { machine } = await stand.nodeOf(namespace, pod);
  const process = await processOf(stand, namespace, pod);
  const links = ['ip', '-o', 'link', 'show'];
  const [, , , inNode] =
    linked.exec(machine.run(['nsenter', '-t', String(process), '-n', '--', ...links, 'eth0'])) ?? [];
  const device = machine
    .run(links)
    .split('\n')
    .map((line) => linked.exec(line))
    .find((match) => match?.[1] === inNode)?.[2];
  if (device === undefined) throw new Error(`pod ${namespace}/${pod} has no link on its node`);
  const shape = ['rate', `${bytesPerSecond}bps`, 'burst', '32kb', 'latency', '400ms'];
  machine.run(['tc', 'qdisc', 'add', 'dev', device, 'root', 'tbf', ...shape]);
}
