/** Refuses images that can move, that the catalogue does not know, or that are older than they may be. */
import {
  type Image,
  type ImageCatalog,
  type ImageMirrors,
  imageReference,
  isTooOld,
  mirroredImage,
  mirroredReference,
} from '../../catalog';
import { suggest } from '../../core';
import { repositoryOf } from '../engines';
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import { shown, type Finding, type Rule } from '../rule';

const pinned = /^[^@\s]+:[\w][\w.-]{0,127}@sha256:[0-9a-f]{64}$/;

/** Held against a catalogue: an image is known by its whole reference. */
export function imagePinned(catalog: ImageCatalog): Rule {
  const byReference = (images: readonly Image[], mirrors: ImageMirrors) =>
    images.map((each) => mirroredImage(each, mirrors)).map((image) => [imageReference(image), image] as const);

  /** Whatever is wrong with a reference, as what was found and how to fix it. */
  function fault(
    reference: string,
    known: ReadonlyMap<string, Image>,
    mirrors: ImageMirrors,
  ): Pick<Finding, 'found' | 'fix'> | undefined {
    const image = known.get(reference);
    if (!pinned.test(reference))
      return {
        found: `${shown(reference)} can move`,
        fix: 'write repository:tag@sha256:… with the digest of the index',
      };
    const mirrored = mirroredReference(reference, mirrors);
    if (image === undefined && known.has(mirrored))
      return { found: `${shown(reference)} is not read through imageMirrors`, fix: `write '${mirrored}'` };
    if (image === undefined) {
      const near = [...known.values()]
        .filter(({ repository }) => repository === repositoryOf(reference))
        .map(imageReference);
      const meant = (near.length > 0 ? near : suggest(reference, known.keys()))
        .map((each) => `did you mean '${each}'? else `)
        .join('');
      return {
        found: `${shown(reference)} is not in the catalogue`,
        fix: `${meant}add it there with its oldest allowed version`,
      };
    }
    if (!isTooOld(image)) return undefined;
    const oldest = image.minimum.version.join('.');
    return {
      found: `${shown(reference)} is older than ${oldest}: ${image.minimum.because}`,
      fix: `take ${oldest} or newer`,
    };
  }

  function check({ pods, engines, plan }: Evidence): Finding[] {
    const { imageMirrors } = plan.environment;
    const images = [...Object.values(catalog), ...[...engines.values()].flatMap((engine) => engine.images)];
    const known = new Map(byReference(images, imageMirrors));
    return pods.flatMap(({ workload: { manifest }, containers, spec, field }): Finding[] => [
      ...containers.flatMap(({ container, field: place }) => {
        const wrong = fault(container.image ?? '', known, imageMirrors);
        return wrong === undefined ? [] : [{ manifest, field: `${place}.image`, ...wrong }];
      }),
      ...orNone(spec.volumes).flatMap(({ image }, i) =>
        image === undefined || pinned.test(image.reference ?? '')
          ? []
          : [
              {
                manifest,
                field: `${field}.volumes[${i}].image.reference`,
                found: `${shown(image.reference)} can move`,
                fix: 'write repository:tag@sha256:…',
              },
            ],
      ),
    ]);
  }

  return {
    name: 'image-pinned',
    promise:
      'Every image is in the catalogue, by tag and digest of its index, and not older than its oldest allowed version.',
    cluster: 'The server takes any reference and never resolves it: no counterexample without a registry.',
    check,
  };
}
