/** Which containers are engines, found by their images. */
import type { Engine, Engines } from '../engines';
import type { Container } from '../kubernetes/kinds';
import type { Evidence } from './evidence';
import type { Pod, PodContainer } from './pods';

/** Repository of an image reference: without tag and digest. */
export const repositoryOf = (reference: string): string => reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** The engine that a container runs. */
export const engineOf = ({ image = '' }: Container, engines: Engines): Engine | undefined => {
  const repository = repositoryOf(image);
  return [...engines.values()].find(({ images }) => images.some((each) => each.repository === repository));
};

/** A container that serves models. */
export interface EngineContainer extends PodContainer {
  readonly pod: Pod;
  readonly engine: Engine;
}

/** Every container that serves models; one that only prepares the pod is none. */
export const enginesOf = ({ pods, engines }: Evidence): readonly EngineContainer[] =>
  pods.flatMap((pod) =>
    pod.containers.flatMap((each) => {
      const engine = each.role === 'main' ? engineOf(each.container, engines) : undefined;
      return engine === undefined ? [] : [{ ...each, pod, engine }];
    }),
  );

/** Whether a container's image asks for every GPU by itself, whatever its version. */
export const asksForEveryGpu = ({ image = '' }: Container, engines: Engines): boolean =>
  [...engines.values()]
    .flatMap(({ imagesWithEveryGpu }) => imagesWithEveryGpu)
    .some(
      ({ repository, tag }) =>
        repositoryOf(image) === repository && image.slice(repository.length + 1).startsWith(tag.replace(/\d.*$/, '')),
    );
