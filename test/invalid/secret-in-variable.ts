/** Secrets as values of variables: by the name of the variable, and by the form of the value. */
import { changed } from './base';

export const inputs = [
  changed(
    [['pods'], { env: { LOG_URL: `https://x.example/?t=glpat-${'a'.repeat(20)}` } }],
    [
      ['models', 'chat', 'pods'],
      {
        env: { MY_API_KEY: 'abc', OTHER_TOKEN: { secret: 'tokens', key: 'other' }, EMPTY_TOKEN: '', TOKEN_FILE: '/a' },
      },
    ],
  ),
];

export const report = `test.pods.env.LOG_URL: the value would write a token of GitLab into the manifest.
  fix: { secret: 'NAME', key: 'KEY' }, with a Secret that you create in the namespace of the engines
  [SecretInVariable]
test.models.chat.pods.env.MY_API_KEY: the value would write a secret into the manifest.
  fix: { secret: 'NAME', key: 'KEY' }, with a Secret that you create in the namespace of the engines
  [SecretInVariable]`;
