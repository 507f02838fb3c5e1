/** Volumes over folders of the image, of Corral, and of each other, also where two levels meet. */
import { changed } from './base';

export const inputs = [
  changed(
    [['pods'], { volumes: { '/mnt/shared': { configMap: 'shared' } } }],
    [['models', 'chat', 'pods'], { volumes: { '/mnt/shared/inner': { secret: 'inner' } } }],
    [
      ['models', 'legal', 'pods'],
      {
        volumes: {
          '/etc/ssl': { secret: 'tls' },
          '/models': { claim: 'models' },
          '/mnt/a': { claim: 'a' },
          '/mnt/a/b': { claim: 'b' },
        },
      },
    ],
  ),
];

export const report = `test.models.chat.pods.volumes['/mnt/shared/inner']: '/mnt/shared/inner' would cover /mnt/shared of another volume, or be covered by it.
  fix: a folder beside it: '/mnt/name'
  [MountTaken]
test.models.legal.pods.volumes['/etc/ssl']: '/etc/ssl' would cover /etc of the image, or be covered by it.
  fix: a folder beside it: '/mnt/name'
  [MountTaken]
test.models.legal.pods.volumes['/models']: '/models' would cover /models of Corral, or be covered by it.
  fix: a folder beside it: '/mnt/name'
  [MountTaken]
test.models.legal.pods.volumes['/mnt/a/b']: '/mnt/a/b' would cover /mnt/a of another volume, or be covered by it.
  fix: a folder beside it: '/mnt/name'
  [MountTaken]`;
