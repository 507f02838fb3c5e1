/** Commands of runbooks: each names kinds, namespaces, labels, objects and containers that an environment really has. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { factsOf } from '../../../lib/kubernetes/kinds';
import { workloadPod } from '../../../lib/kubernetes/read';
import { charts } from '../../charts/support';
import { watched } from './fixture';

const folder = join(__dirname, '..', '..', '..', 'docs', 'runbooks');
const manifests = charts(watched).flatMap((chart) => chart.manifests);

interface Command {
  readonly page: string;
  readonly text: string;
}

/** Commands in blocks and in sentences, without what follows a pipe. */
const commands: readonly Command[] = readdirSync(folder).flatMap((page) => {
  const text = readFileSync(join(folder, page), 'utf8').replaceAll('\\\n', ' ');
  return [...text.matchAll(/(?:^\s*|`)(kubectl [^`\n|]+)/gm)].map(([, command = '']) => ({
    page,
    text: command.replace(/#.*$/, '').trim(),
  }));
});

const isPlaceholder = (word: string): boolean => /^"?\$?[A-Z][A-Z_]*"?$/.test(word);

const pods = manifests.flatMap((manifest) => workloadPod(manifest) ?? []);
const names = new Set(manifests.map(({ metadata }) => metadata.name));
const namespaces = new Set(manifests.flatMap(({ metadata }) => metadata.namespace ?? []));
const containers = new Set(
  pods.flatMap(({ spec }) => [...(spec.containers ?? []), ...(spec.initContainers ?? [])].map(({ name }) => name)),
);
const labels = [...pods.map((pod) => pod.labels), ...manifests.map(({ metadata }) => metadata.labels)];

const namesOfOthers =
  'pod pods node nodes events hpa deploy secret externalsecret resourcequota certificaterequest order challenge servicemonitor'.split(
    ' ',
  );

/** Kinds that are rendered, and those that controllers and the API server make of them; with short names. */
const kinds = new Set([
  ...manifests.flatMap(({ kind }) => [kind.toLowerCase(), factsOf(kind).plural]),
  ...namesOfOthers,
]);

/** Made by people, by the gateway's commands or by controllers, as the page says. */
const madeByOthers = ['gateway-keys', 'gateway-tls', 'engine-key', 'backup-password', 'backup-key', 'backup-now'];
/** Names that a page gives to what its own command makes, and namespaces that it makes. */
const madeByCommand = ['check-now', 'collect-now', 'first-backup', 'backup-now', 'model-store'];

const valuesOf = (text: string, option: RegExp): readonly string[] =>
  [...text.matchAll(option)].map(([, value = '']) => value);

function wrongIn({ text }: Command): readonly string[] {
  const wrongNamespace = valuesOf(text, /(?<= )(?:-n|--namespace)[ =](\S+)/g).filter(
    (each) => !isPlaceholder(each) && !namespaces.has(each),
  );
  const wrongContainer = valuesOf(text.replace(/ -- .*$/, ''), / -c (\S+)/g).filter(
    (each) => !isPlaceholder(each) && !containers.has(each),
  );
  const wrongLabel = valuesOf(text, / -l (\S+)/g)
    .flatMap((selector) => selector.split(','))
    .filter((pair) => {
      const [key = '', value = ''] = pair.split('=');
      return !labels.some((each) => each?.[key] !== undefined && (isPlaceholder(value) || each[key] === value));
    });
  const [, verb = '', rest = ''] = /^kubectl (?:-n \S+ )?(\w+)(.*)$/.exec(text) ?? [];
  const words = rest
    .replace(/ -- .*$/, '')
    .split(/\s+/)
    .filter(Boolean);
  const kindVerbs = ['get', 'describe', 'delete', 'rollout', 'annotate', 'scale', 'exec', 'logs', 'wait'];
  const paired =
    verb === 'apply' ? [] : words.flatMap((word) => (/^[a-z]+\/[A-Za-z-]+$/.test(word) ? [word.split('/')] : []));
  const [first = '', second] = verb === 'rollout' ? words.slice(1) : words;
  const listed =
    ['get', 'describe', 'delete', 'rollout', 'annotate'].includes(verb) && !first.includes('/') ? first.split(',') : [];
  const wrongKind = [...listed, ...paired.map(([kind = '']) => kind)].filter(
    (kind) => !kinds.has(kind) && !isPlaceholder(kind),
  );
  const named = [
    ...paired.map(([, name = '']) => name),
    ...(listed.length === 1 && second !== undefined && /^[A-Za-z]/.test(second) ? [second] : []),
  ];
  const wrongName = kindVerbs.includes(verb)
    ? named.filter((name) => !isPlaceholder(name) && ![...names, ...madeByOthers, ...madeByCommand].includes(name))
    : [];
  return [
    ...wrongNamespace.map((each) => `no namespace ${each}`),
    ...wrongContainer.map((each) => `no container ${each}`),
    ...wrongLabel.map((each) => `no label ${each}`),
    ...wrongKind.map((each) => `no kind ${each}`),
    ...wrongName.map((each) => `no object ${each}`),
  ];
}

test('there are commands in nearly every page', () => {
  expect(new Set(commands.map(({ page }) => page)).size).toBeGreaterThan(25);
});

test('each names only what an environment has', () => {
  expect(
    commands.flatMap((command) => wrongIn(command).map((wrong) => `${command.page}: ${command.text}: ${wrong}`)),
  ).toEqual([]);
});

test('a command that changes or reads objects of a namespace names it', () => {
  const clusterWide = /^kubectl (cordon|apply|create namespace)|\bnodes?\b| -A\b|-o name/;
  expect(
    commands
      .filter(({ text }) => !clusterWide.test(text) && !/ -n \S+/.test(text))
      .map(({ page, text }) => `${page}: ${text}`),
  ).toEqual([]);
});

test.each([
  ['kubectl -n llm-servin get pods', 'no namespace llm-servin'],
  ['kubectl -n NAMESPACE logs POD -c polic', 'no container polic'],
  ['kubectl -n NAMESPACE get pods -l app.kubernetes.io/name=gatewy', 'no label app.kubernetes.io/name=gatewy'],
  ['kubectl -n NAMESPACE get deploymentz', 'no kind deploymentz'],
  ['kubectl -n NAMESPACE rollout undo deployment/gatewy', 'no object gatewy'],
])('%s is found wrong', (text, wrong) => {
  expect(wrongIn({ page: 'test', text })).toEqual([wrong]);
});
