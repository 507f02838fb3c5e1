/** A llama-server of an environment on this machine, with the files of its models where its flags name them. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { localMount } from '../../../lib/programs/volumes';
import { startReady } from './kubelet';
import { type Machine, own, Pod, type PodSurroundings, type Process } from './pod';
import { containerOf, podOf, type Rendered } from './rendered';

/** A server that answers. */
export interface Served {
  readonly pod: Pod;
  readonly server: Process;
}

const engine = 'llama-server';

/** Places a pod with its files; nothing of it runs yet. @param files by the flag that names each */
export function placeServer(
  machine: Machine,
  rendered: Rendered,
  name: string,
  files: Readonly<Record<string, Buffer>>,
  surroundings: PodSurroundings = {},
): Promise<Pod> {
  const pod = podOf(rendered, name);
  const { args = [] } = containerOf(pod, engine);
  const weights = machine.folder('weights');
  for (const [flag, file] of Object.entries(files)) {
    const named = args[args.indexOf(flag) + 1]?.replace(/:[\d.-]+$/, '') ?? '';
    if (!args.includes(flag) || !named.startsWith(localMount)) throw new Error(`${name} has no file for ${flag}`);
    const path = named.replace(localMount, weights);
    mkdirSync(dirname(path), { recursive: true });
    writeFileSync(path, file, { mode: 0o444 });
    for (let folder = dirname(path); folder !== dirname(weights); folder = dirname(folder)) own(folder);
  }
  return Pod.place(machine, pod, { ...surroundings, volumes: { weights, ...surroundings.volumes } });
}

/** Starts a server as rendered, and waits until its startup probe succeeds. */
export async function serve(...placed: Parameters<typeof placeServer>): Promise<Served> {
  const pod = await placeServer(...placed);
  return { pod, server: await startReady(pod, engine) };
}
