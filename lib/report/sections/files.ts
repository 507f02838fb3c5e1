/** Files that are downloaded, with their hashes, and images with their digests. */
import { originText } from '../../catalog';
import type { Manifest } from '../../kubernetes/read';
import { workloadPod } from '../../kubernetes/read';
import type { Facts } from '../facts';
import { figure, name } from '../html/figure';
import { changesOf, type Listing, listed } from '../html/listing';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';

/** Images that pods run, each with the workloads that do. */
function imagesOf(manifests: readonly Manifest[]): readonly (readonly [image: string, users: readonly string[]])[] {
  const users = new Map<string, Set<string>>();
  for (const manifest of manifests)
    for (const { container } of workloadPod(manifest)?.containers ?? []) {
      const { image = '' } = container;
      const own = users.get(image) ?? new Set<string>();
      users.set(image, own.add(`${manifest.kind} ${manifest.metadata.name}`));
    }
  return [...users].map(([image, names]) => [image, [...names]] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Most users that a row names. */
const mostUsers = 4;

const usersText = (users: readonly string[]): string =>
  users.length <= mostUsers
    ? users.join(', ')
    : `${users.slice(0, mostUsers).join(', ')} and ${users.length - mostUsers} more`;

const modelFiles: Listing = {
  caption: 'Files of models',
  columns: ['model and file', 'from', { title: 'size', number: true }, 'SHA-256'],
  entries: ({ plan: { loaders } }) =>
    loaders.flatMap(({ key, model: { files: own, origin } }) =>
      own.map(({ path, sha256, bytes: size }, i) => ({
        name: `${key}: ${path}`,
        content: [key, path, originText(origin), size, sha256],
        cells: () => [name(originText(origin)), figure('mib', size, pointer('files', key, i, 'bytes')), name(sha256)],
      })),
    ),
};

const images: Listing = {
  caption: 'Images',
  columns: ['image', 'run by'],
  entries: ({ manifests }) =>
    imagesOf(manifests).map(([image, users]) => ({
      name: image,
      content: [image, users],
      cells: () => [name(usersText(users))],
    })),
};

export const files = (facts: Facts): Section => ({
  id: 'files',
  title: 'Files and images',
  about: 'Everything that comes from outside, by the hash of its content.',
  body: [modelFiles, images].map((each) => listed(each, facts)),
  changes: changesOf(facts, [modelFiles, images]),
});
