/** What the program refuses before it declares a single resource, by whole sentences. */
import { expect, test } from '@jest/globals';
import { declare } from '../../deploy/pulumi/program';
import { environments } from '../../overlays';
import { dev } from '../../overlays/dev';
import { settings } from './support/engine';

test('an environment that is applied by hand', () => {
  expect(() => declare([{ ...dev, delivery: 'kubectl' }], 'dev', settings, false))
    .toThrow(`dev.delivery: it is 'kubectl', so a Pulumi stack would be a second owner of the same objects.
  fix: kubectl apply -k dist/dev · set delivery: 'pulumi' in its overlay
  [AnotherDelivery]`);
});

test('a stack that is no environment', () => {
  expect(() => declare(environments, 'prodution', settings, false)).toThrow(`stack: no overlay is called 'prodution'.
  did you mean: production
  allowed: local · dev · staging · production · production-aws
  [UnknownEnvironment]`);
});

test('a change of whatever cluster is current', () => {
  expect(() => declare([dev], 'dev', { ...settings, context: undefined }, false))
    .toThrow(`dev: the stack names no cluster, so it would change the cluster of the current kubectl context.
  fix: pulumi config set context NAME -s dev · pulumi config set kubeconfig --secret -s dev < FILE
  [ClusterNotNamed]`);
});

test.each([
  [
    'argocd',
    { ...dev, delivery: 'gitops', gitops: { tool: 'argocd', repository: 'https://git.example/platform.git' } },
    'Argo CD applies dev from the repository that its overlay names',
  ],
  ['pulumi', dev, 'dev is delivered by pulumi, not from a repository'],
] as const)('a repository that nothing would be made of: %s', (_, environment, found) => {
  expect(() =>
    declare([environment], 'dev', { ...settings, repository: { url: 'https://git.example/platform.git' } }, false),
  ).toThrow(`Pulumi.dev.yaml.config.repository: ${found}.
  fix: pulumi config rm repository -s dev
  [StackSettingUnused]`);
});
