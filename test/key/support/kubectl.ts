/** A kubectl that keeps Secrets in files, that of clients and those of engines, as an API server would, and notes how it was called. */
import { chmodSync, existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { afterAll, beforeAll, beforeEach } from '@jest/globals';

/** One call: its words, and what it read on standard input. */
export interface Call {
  readonly words: readonly string[];
  readonly input: string;
}

const config = {
  'current-context': 'kind-a',
  contexts: [{ name: 'kind-a', context: { cluster: 'c' } }],
  clusters: [{ name: 'c', cluster: { server: 'https://c' } }],
};

/** The program: it answers what `key` asks, and fails with the text of the file `failure` where there is one. */
const program = (folder: string, node: string): string => `#!${node}
const fs = require('fs');
const file = (name) => ${JSON.stringify(folder)} + '/' + name;
const words = process.argv.slice(2);
const versionOf = (text) => require('crypto').createHash('sha256').update(text).digest('hex');
const asks = (...some) => some.every((word) => words.includes(word));
const input = asks('apply') || asks('create') ? fs.readFileSync(0, 'utf8') : '';
fs.appendFileSync(file('calls'), JSON.stringify({ words, input }) + '\\n');
const secret = fs.existsSync(file('secret')) ? JSON.parse(fs.readFileSync(file('secret'), 'utf8')) : undefined;
const save = (value) => fs.writeFileSync(file('secret'), JSON.stringify(value));
if (asks('config')) console.log(${JSON.stringify(JSON.stringify(config))});
else if (asks('/version')) console.log('{"major":"1","minor":"36"}');
else if (fs.existsSync(file('failure'))) {
  process.stderr.write(fs.readFileSync(file('failure'), 'utf8'));
  process.exitCode = 1;
} else if (asks('engine-key') || input.includes('"engine-key"')) {
  const given = input === '' ? undefined : JSON.parse(input);
  const namespace = given?.metadata.namespace ?? words[words.indexOf('--namespace') + 1];
  const kept = file('engine-key.' + namespace);
  const refuse = (text) => {
    process.stderr.write('Error from server ' + text);
    process.exitCode = 1;
  };
  if (fs.existsSync(file('closed.' + namespace)))
    refuse('(Forbidden): secrets "engine-key" is forbidden: User "u" cannot create resource "secrets" in API group "" in the namespace "' + namespace + '"');
  else if (given === undefined) {
    if (fs.existsSync(kept)) {
      const text = fs.readFileSync(kept, 'utf8');
      const found = JSON.parse(text);
      console.log(JSON.stringify({ ...found, metadata: { ...found.metadata, resourceVersion: versionOf(text) } }));
    }
    if (fs.existsSync(file('meanwhile'))) fs.renameSync(file('meanwhile'), file('engine-key.llm-serving'));
  } else if (given.metadata.resourceVersion !== undefined && given.metadata.resourceVersion !== versionOf(fs.readFileSync(kept, 'utf8')))
    refuse('(Conflict): Operation cannot be fulfilled on secrets "engine-key": the object has been modified; please apply your changes to the latest version and try again');
  else if (asks('create') && fs.existsSync(kept)) refuse('(AlreadyExists): error when creating "STDIN": secrets "engine-key" already exists');
  else if (!asks('--dry-run=server')) fs.writeFileSync(kept, input);
} else if (asks('apply')) {
  const given = JSON.parse(input);
  save({ ...given, data: { ...secret?.data, ...given.data } });
} else if (asks('get', 'secret')) {
  if (secret) console.log(JSON.stringify(secret));
} else if (asks('annotate')) {
  if (fs.existsSync(file('pods'))) process.stdout.write(fs.readFileSync(file('pods')));
} else if (asks('patch')) {
  for (const { path } of JSON.parse(words[words.indexOf('--patch') + 1])) delete secret.data[path.split('/')[2]];
  save(secret);
} else throw new Error('unforeseen: ' + words.join(' '));
`;

interface Secret {
  readonly metadata: { readonly name: string; readonly namespace: string };
  readonly data: Readonly<Record<string, string>>;
}

const engineKeySecret = (text: string): string =>
  JSON.stringify({ kind: 'Secret', data: { keys: Buffer.from(text).toString('base64') } });

export class FakeKubectl {
  private readonly folder = mkdtempSync(join(tmpdir(), 'corral-key-'));
  /** Variables under which commands find it. */
  readonly variables = {
    PATH: `${this.folder}${delimiter}${process.env['PATH'] ?? ''}`,
    KUBECONFIG: join(this.folder, 'config'),
  };

  constructor() {
    writeFileSync(this.variables.KUBECONFIG, JSON.stringify(config));
    writeFileSync(join(this.folder, 'kubectl'), program(this.folder, process.execPath));
    chmodSync(join(this.folder, 'kubectl'), 0o755);
  }

  private path(name: string): string {
    return join(this.folder, name);
  }

  /** Every further change or read fails with this text. */
  fail(text: string): void {
    writeFileSync(this.path('failure'), text);
  }

  /** Pods of the gateway that run. */
  run(pods: number): void {
    writeFileSync(this.path('pods'), Array.from({ length: pods }, (_, i) => `pod/gateway-${i}\n`).join(''));
  }

  /** With nothing kept. */
  reset(): void {
    for (const name of ['calls', 'secret', 'failure', 'pods', 'meanwhile']) rmSync(this.path(name), { force: true });
    for (const name of readdirSync(this.folder).filter((each) => /^(engine-key|closed)\./.test(each)))
      rmSync(this.path(name));
  }

  /** The user may do nothing with Secrets of a namespace. */
  close(namespace: string): void {
    writeFileSync(this.path(`closed.${namespace}`), '');
  }

  /** Entries of the Secrets with the key of engines, by namespace. */
  get engineKeys(): Readonly<Record<string, Readonly<Record<string, string>>>> {
    const files = readdirSync(this.folder).filter((each) => each.startsWith('engine-key.'));
    return Object.fromEntries(
      files.map((each) => [
        each.replace('engine-key.', ''),
        Object.fromEntries(
          Object.entries((JSON.parse(readFileSync(this.path(each), 'utf8')) as Secret).data).map(([entry, text]) => [
            entry,
            Buffer.from(text, 'base64').toString('utf8'),
          ]),
        ),
      ]),
    );
  }

  /** Puts lines into the Secret with the key of engines of one namespace. */
  putEngineKeys(namespace: string, text: string): void {
    writeFileSync(this.path(`engine-key.${namespace}`), engineKeySecret(text));
  }

  /** The same in the namespace of engines, right after a command has read the first Secret. */
  putEngineKeysMeanwhile(text: string): void {
    writeFileSync(this.path('meanwhile'), engineKeySecret(text));
  }

  get calls(): readonly Call[] {
    return existsSync(this.path('calls'))
      ? readFileSync(this.path('calls'), 'utf8')
          .trim()
          .split('\n')
          .map((line) => JSON.parse(line) as Call)
      : [];
  }

  /** Where the Secret is. */
  get place(): Secret['metadata'] {
    return this.secret.metadata;
  }

  private get secret(): Secret {
    return JSON.parse(readFileSync(this.path('secret'), 'utf8')) as Secret;
  }

  /** Entries of the Secret, each as JSON. */
  get entries(): Readonly<Record<string, unknown>> {
    return Object.fromEntries(
      Object.entries(this.secret.data).map(([id, text]) => [
        id,
        JSON.parse(Buffer.from(text, 'base64').toString('utf8')) as unknown,
      ]),
    );
  }

  /** Puts entries into the Secret, as another program would. */
  put(entries: Readonly<Record<string, unknown>>): void {
    const data = Object.fromEntries(
      Object.entries(entries).map(([id, value]) => [
        id,
        Buffer.from(typeof value === 'string' ? value : JSON.stringify(value)).toString('base64'),
      ]),
    );
    const metadata = { name: 'gateway-keys', namespace: 'llm-gateway' };
    writeFileSync(this.path('secret'), JSON.stringify({ kind: 'Secret', metadata, data }));
  }

  remove(): void {
    rmSync(this.folder, { recursive: true });
  }
}

/** It stands in the PATH instead of a real one for all tests of a file, and is empty before each. */
export function useFakeKubectl(): FakeKubectl {
  const kubectl = new FakeKubectl();
  const before = { PATH: process.env['PATH'], KUBECONFIG: process.env['KUBECONFIG'] };

  beforeAll(() => {
    Object.assign(process.env, kubectl.variables);
  });
  beforeEach(() => kubectl.reset());
  afterAll(() => {
    process.env['PATH'] = before.PATH;
    if (before.KUBECONFIG === undefined) delete process.env['KUBECONFIG'];
    else process.env['KUBECONFIG'] = before.KUBECONFIG;
    kubectl.remove();
  });
  return kubectl;
}
