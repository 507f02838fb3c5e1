/** Files that are downloaded, with their hashes, and images with their digests. */
import { originText } from '../../catalog';
import type { Manifest } from '../../kubernetes/read';
import { workloadPod } from '../../kubernetes/read';
import type { Facts } from '../facts';
import { figure, name } from '../html/figure';
import type { Content } from '../html/markup';
import { pointer } from '../html/pointer';
import type { Section } from '../html/section';
import { table } from '../html/table';

/** Images that pods run, each with the workloads that do. */
function imagesOf(manifests: readonly Manifest[]): readonly (readonly [image: string, users: readonly string[]])[] {
  const users = new Map<string, Set<string>>();
  for (const manifest of manifests)
    for (const { container } of workloadPod(manifest)?.containers ?? []) {
      const { image = '' } = container;
      users.set(image, (users.get(image) ?? new Set()).add(`${manifest.kind} ${manifest.metadata.name}`));
    }
  return [...users].map(([image, names]) => [image, [...names]] as const).sort(([a], [b]) => (a < b ? -1 : 1));
}

/** Most users that a row names. */
const mostUsers = 4;

const usersText = (users: readonly string[]): string =>
  users.length <= mostUsers
    ? users.join(', ')
    : `${users.slice(0, mostUsers).join(', ')} and ${users.length - mostUsers} more`;

export const files = ({ plan: { loaders }, manifests }: Facts): Section => ({
  id: 'files',
  title: 'Files and images',
  about: 'Everything that comes from outside, by the hash of its content.',
  body: [
    table(
      'Files of models',
      ['model', 'from', 'file', { title: 'size', number: true }, 'SHA-256'],
      loaders.flatMap(({ key, model }) =>
        model.files.map(({ path, sha256, bytes: size }, i): readonly Content[] => [
          name(key),
          name(originText(model.origin)),
          name(path),
          figure('mib', size, pointer('files', key, i, 'bytes')),
          name(sha256),
        ]),
      ),
    ),
    table(
      'Images',
      ['image', 'run by'],
      imagesOf(manifests).map(([image, users]) => [name(image), name(usersText(users))]),
    ),
  ],
});
