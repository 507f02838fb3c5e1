/** Which containers are engines, told by their images, and what a plan's pods are called. */
import type { Image } from '../catalog/image';
import { images } from '../catalog/images';
import type { EngineContract } from '../engines/contract';
import type { Container } from '../kubernetes/kinds';
import type { Evidence } from './evidence';
import type { Pod, PodContainer } from './pods';

export type Engine = EngineContract['engine'];

const engineOfRepository: ReadonlyMap<string, Engine> = new Map([
  [images.llamaServer.repository, 'llama-server'],
  [images.llamaServerCuda.repository, 'llama-server'],
  [images.ollama.repository, 'ollama'],
]);

/** Repository of an image reference: without tag and digest. */
export const repositoryOf = (reference: string): string => reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** The engine that a container runs. */
export const engineOf = ({ image = '' }: Container): Engine | undefined => engineOfRepository.get(repositoryOf(image));

/** A container that serves models. */
export interface EngineContainer extends PodContainer {
  readonly pod: Pod;
  readonly engine: Engine;
}

/** Every container that serves models; one that only prepares the pod is none. */
export const enginesOf = ({ pods }: Evidence): readonly EngineContainer[] =>
  pods.flatMap((pod) =>
    pod.containers.flatMap((each) => {
      const engine = each.role === 'main' ? engineOf(each.container) : undefined;
      return engine === undefined ? [] : [{ ...each, pod, engine }];
    }),
  );

/** Images that ask for every GPU of the node when nothing else is said: `NVIDIA_VISIBLE_DEVICES=all` is baked in. */
const bakesAllGpus: readonly Image[] = [images.ollama, images.llamaServerCuda];

/** Whether a container's image asks for every GPU by itself, whatever its version. */
export const asksForEveryGpu = ({ image = '' }: Container): boolean =>
  bakesAllGpus.some(
    ({ repository, tag }) =>
      repositoryOf(image) === repository && image.slice(repository.length + 1).startsWith(tag.replace(/\d.*$/, '')),
  );
