/** The configuration of a stack: what each setting takes, and what is said of all that are wrong at once. */
import { expect, test } from '@jest/globals';
import { Config, runtime } from '@pulumi/pulumi';
import { readSettings } from '../../deploy/pulumi/settings';

const read = (values: Readonly<Record<string, string>>) => {
  runtime.setAllConfig({
    'other:context': 'elsewhere',
    ...Object.fromEntries(Object.entries(values).map(([key, value]) => [`corral:${key}`, value])),
  });
  return readSettings(new Config('corral'), 'dev');
};

test('without any', () => {
  expect(read({})).toEqual({
    kubeconfig: undefined,
    context: undefined,
    allowDelete: [],
    handOver: false,
    repository: undefined,
  });
});

test('with all', () => {
  const all = read({
    context: 'office',
    kubeconfig: '/k',
    allowDelete: '["Namespace/models"]',
    handOver: 'true',
    repository: '{"url":"https://git.example","branch":"main","secretName":"git"}',
  });
  expect(all).toMatchObject({
    context: 'office',
    allowDelete: ['Namespace/models'],
    handOver: true,
    repository: { url: 'https://git.example', branch: 'main', secretName: 'git' },
  });
  expect(all.kubeconfig).toBeDefined();
});

test('the contents of a kubeconfig have many lines', () => {
  expect(read({ kubeconfig: 'apiVersion: v1\nkind: Config\n' }).kubeconfig).toBeDefined();
});

test('a context that looks like a number is a name all the same', () =>
  expect(read({ context: '12' }).context).toBe('12'));

test('everything that is wrong is told in one go', () => {
  expect(() =>
    read({
      contxt: 'office',
      kubeconfig: ' ',
      allowDelete: 'PersistentVolumeClaim/model-store/model-store',
      handOver: 'yes',
      repository: '{"branch":"main","secret":"git"}',
    }),
  ).toThrow(`Pulumi.dev.yaml.config.repository.secret: there is no such field.
  did you mean: secretName
  allowed: url · branch · secretName
  [UnknownKey]
Pulumi.dev.yaml.config.contxt: there is no such field.
  did you mean: context
  allowed: kubeconfig · context · allowDelete · handOver · repository
  [UnknownKey]
Pulumi.dev.yaml.config.kubeconfig: ' ' does not have the right form.
  allowed: the path or the contents of a kubeconfig
  [BadFormat]
Pulumi.dev.yaml.config.allowDelete: 'PersistentVolumeClaim/model-store/model-store' is of the wrong type.
  allowed: a list
  [WrongType]
Pulumi.dev.yaml.config.handOver: 'yes' is of the wrong type.
  allowed: true or false
  [WrongType]
Pulumi.dev.yaml.config.repository.url: this field has no default and was left out.
  allowed: a text
  [MissingField]`);
});

test('an object that may go is named whole', () => {
  expect(() => read({ allowDelete: '["model-store"]' }))
    .toThrow(`Pulumi.dev.yaml.config.allowDelete[0]: 'model-store' does not have the right form.
  allowed: Kind/namespace/name, or Kind/name for objects without a namespace
  [BadFormat]`);
});

test('a repository has an address that Flux can fetch from', () => {
  expect(() => read({ repository: '{"url":"git@git.example:platform.git"}' }))
    .toThrow(`Pulumi.dev.yaml.config.repository.url: 'git@git.example:platform.git' does not have the right form.
  allowed: an address that begins with https://, http:// or ssh://
  [BadFormat]`);
});
