/** Commands before an API server that answers wrongly: one sentence with a code on every way, and exit code 3. */
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { local } from '../../overlays/local';
import { commands } from '../../scripts/commands';

let folder: string;
const before = process.env['PATH'];
const kubeconfig = process.env['KUBECONFIG'];

beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'corral-kubectl-'));
  process.env['PATH'] = `${folder}${delimiter}${before ?? ''}`;
  process.env['KUBECONFIG'] = join(folder, 'config');
  writeFileSync(
    join(folder, 'config'),
    '{"current-context":"a","contexts":[{"name":"a","context":{"cluster":"c"}}],"clusters":[{"name":"c","cluster":{"server":"https://c"}}]}',
  );
});
afterAll(() => {
  process.env['PATH'] = before;
  if (kubeconfig === undefined) delete process.env['KUBECONFIG'];
  else process.env['KUBECONFIG'] = kubeconfig;
  rmSync(folder, { recursive: true });
});

interface Answer {
  readonly out?: string;
  readonly error?: string;
}

/** A kubectl that answers by what it is asked for: the first entry whose words stand among the arguments. */
function answering(answers: Readonly<Record<string, Answer>>): void {
  const cases = Object.entries(answers).map(([words, { out = '', error }], i) => {
    writeFileSync(join(folder, `${i}.out`), out);
    writeFileSync(join(folder, `${i}.error`), error ?? '');
    return `  *'${words}'*) cat '${folder}/${i}.out'; cat '${folder}/${i}.error' >&2; exit ${error === undefined ? 0 : 1};;`;
  });
  writeFileSync(
    join(folder, 'kubectl'),
    `#!/bin/sh\ncase "$*" in\n  *'config view'*) cat '${folder}/config';;\n${cases.join('\n')}\n  *) echo '{"kind":"List","items":[]}';;\nesac\n`,
  );
  chmodSync(join(folder, 'kubectl'), 0o755);
}

const version: Answer = { out: '{"major":"1","minor":"36"}' };
const groups: Answer = { out: '{"groups":[]}' };

function run(command: 'discover' | 'preflight'): { readonly status: number; readonly text: string } {
  const texts: string[] = [];
  const console = { out: (text: string) => texts.push(text), error: (text: string) => texts.push(text) };
  const argv = command === 'discover' ? [] : ['--env', 'local'];
  const status = commands[command].run(argv, { console, environments: [local] });
  return { status, text: texts.join('\n') };
}

const withNode = (node: object): Answer => ({ out: JSON.stringify({ kind: 'List', items: [node] }) });

test.each<[string, Readonly<Record<string, Answer>>, string]>([
  [
    'the page of a proxy',
    { '/version': { out: '<!DOCTYPE html><html>Sign in</html>' } },
    "context a: /version: the answer is not whole JSON: it starts with '<!DOCTYPE html><html>Sign in</html>' and has 35 characters.",
  ],
  [
    'half of a list',
    { '/version': version, '/apis': groups, 'node,': { out: '{"kind":"List","items":[{"kind":"No' } },
    'the answer is not whole JSON',
  ],
  [
    'a list that is none',
    { '/version': version, '/apis': groups, 'node,': { out: '{"kind":"List","items":"x"}' } },
    "its items are 'x'.\n  allowed: a list",
  ],
  [
    'an object without metadata',
    { '/version': version, '/apis': groups, 'node,': withNode({ kind: 'Node' }) },
    'object 0 of the answer metadata: the answer does not have this field.',
  ],
  [
    'a node of words',
    {
      '/version': version,
      '/apis': groups,
      'node,': withNode({
        apiVersion: 'v1',
        kind: 'Node',
        metadata: { name: 'a' },
        status: { allocatable: { cpu: 'many' } },
      }),
    },
    "Node a status.allocatable.cpu: the answer has 'many'.",
  ],
  ['no groups', { '/version': version, '/apis': { out: 'null' } }, '/apis: the answer has null.'],
])('%s is one clear fault', (_, answers, sentence) => {
  answering(answers);
  for (const command of ['discover', 'preflight'] as const) {
    const { status, text } = run(command);
    expect(text).toContain(sentence);
    expect(text).toMatch(/\[AnswerNotRead\]\n\n1 fault\.$|\[AnswerNotRead\]$/);
    expect(status).toBe(3);
  }
});

test.each<[string, string, string]>([
  [
    '403',
    'Error from server (Forbidden): nodes is forbidden: User "u" cannot list resource "nodes" in API group "" at the cluster scope',
    '[RightsMissing]',
  ],
  ['404', 'Error from server (NotFound): the server could not find the requested resource', '[ClusterNotRead]'],
  [
    '500',
    'Error from server (InternalError): an error on the server ("") has prevented the request from succeeding',
    '[ClusterNotRead]',
  ],
  [
    '503',
    'Error from server (ServiceUnavailable): the server is currently unable to handle the request',
    '[ClusterNotRead]',
  ],
  ['a redirect to another host', 'Unable to connect to the server: stopped after 10 redirects', '[ClusterUnreachable]'],
  [
    'a redirect to a page',
    "error: couldn't get version/kind; json parse error: invalid character '<' looking for beginning of value",
    '[ClusterNotRead]',
  ],
])('%s is one clear fault', (_, error, code) => {
  answering({ '/version': version, '/apis': groups, 'node,': { error } });
  for (const command of ['discover', 'preflight'] as const) {
    const { status, text } = run(command);
    expect(text).toContain(code);
    expect(text).not.toMatch(/\n {4}at |TypeError|SyntaxError/);
    expect(status).toBe(3);
  }
});
