/** Which containers are engines, found by their images. */
import { type Image, type ImageMirrors, mirroredReference } from '../catalog';
import type { Engine } from '../engines';
import type { Container } from '../kubernetes/kinds';
import type { Evidence } from './evidence';
import type { Pod, PodContainer } from './pods';

/** Repository of an image reference: without tag and digest. */
export const repositoryOf = (reference: string): string => reference.replace(/@.*$/, '').replace(/:[^/:]*$/, '');

/** Repositories from which an environment may read an image. */
const repositoriesOf = ({ repository }: Image, mirrors: ImageMirrors): readonly string[] => [
  repository,
  mirroredReference(repository, mirrors),
];

type Known = Pick<Evidence, 'engines' | 'plan'>;

/** The engine that a container runs. */
export const engineOf = ({ image = '' }: Container, { engines, plan }: Known): Engine | undefined => {
  const repository = repositoryOf(image);
  const { imageMirrors } = plan.environment;
  return [...engines.values()].find(({ images }) =>
    images.some((each) => repositoriesOf(each, imageMirrors).includes(repository)),
  );
};

/** A container that serves models. */
export interface EngineContainer extends PodContainer {
  readonly pod: Pod;
  readonly engine: Engine;
}

/** Every container that serves models; one that only prepares the pod is none. */
export const enginesOf = (evidence: Evidence): readonly EngineContainer[] =>
  evidence.pods.flatMap((pod) =>
    pod.containers.flatMap((each) => {
      const engine = each.role === 'main' ? engineOf(each.container, evidence) : undefined;
      return engine === undefined ? [] : [{ ...each, pod, engine }];
    }),
  );

/** Whether a container's image asks for every GPU by itself, whatever its version. */
export const asksForEveryGpu = ({ image = '' }: Container, { engines, plan }: Known): boolean =>
  [...engines.values()]
    .flatMap(({ imagesWithEveryGpu }) => imagesWithEveryGpu)
    .some(
      (each) =>
        repositoriesOf(each, plan.environment.imageMirrors).includes(repositoryOf(image)) &&
        image.slice(repositoryOf(image).length + 1).startsWith(each.tag.replace(/\d.*$/, '')),
    );
