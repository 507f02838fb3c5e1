/**
 * The programs as texts: every shell that will read them accepts them, shellcheck has no word against them, and their
 * inputs are refused early.
 */
import { describe, expect, test } from '@jest/globals';
import { spawnSync } from 'node:child_process';
import { gib } from '../../lib/core/bytes';
import { seconds } from '../../lib/core/duration';
import { backup } from '../../lib/programs/backup/backup';
import { backupCheck } from '../../lib/programs/backup/backup-check';
import { dumpRestore } from '../../lib/programs/backup/dump-restore';
import { postgresDump } from '../../lib/programs/postgres/postgres-dump';
import { postgresRestore } from '../../lib/programs/postgres/postgres-restore';
import { postgresUsers } from '../../lib/programs/postgres/postgres-users';
import { valkeyUsers } from '../../lib/programs/valkey/valkey-users';
import { storeRestore } from '../../lib/programs/backup/store-restore';
import { copier, copierWithManifests } from '../../lib/programs/copier';
import { collector } from '../../lib/programs/collector';
import { envoyDrain } from '../../lib/programs/envoy-drain';
import { exitCodes } from '../../lib/programs/exits';
import { llamaServerDrain } from '../../lib/programs/llama-server-drain';
import { loader, loaderWithLogins, loaderWithManifests } from '../../lib/programs/loader';
import { nodeTuning } from '../../lib/programs/node-tuning';
import { ollamaDrain } from '../../lib/programs/ollama-drain';
import { ollamaWarmUp, ollamaWarmUpWithNames } from '../../lib/programs/ollama-warm-up';
import { programFolder, sh } from '../../lib/programs/program';
import { prelude } from '../../lib/programs/shell/prelude';
import { proofWait } from '../../lib/programs/proof-wait';
import { stager } from '../../lib/programs/stager';
import { verifier } from '../../lib/programs/verifier';
import { manifestPath, modelFile } from '../../lib/programs/weights-layout';
import { publicOrigins, revisionList, weightsList } from '../../lib/programs/weights-list';
import { weightsServer } from '../../lib/programs/weights-server';
import { weightsWait } from '../../lib/programs/weights-wait';
import { busybox, required, shellcheck } from './support/debian';
import { content, hubModel, registryModel, sha256 } from './support/models';
import { Origin } from './support/origin';

const origin = new Origin();
const bytes = content('weights', 100);
const file = hubModel(origin, 'llama-3.3/Q4_K_M', { 'sub/Llama-3.gguf': bytes });
const tag = registryModel(origin, 'llama3.1:8b', { model: bytes });
const named = {
  ...file,
  form: 'registry',
  name: 'support:latest',
  made: { text: '{"schemaVersion":2}', layers: ['You help.'] },
} as const;
const programs = [
  loader,
  stager,
  collector,
  llamaServerDrain,
  ollamaDrain,
  envoyDrain,
  ollamaWarmUp,
  weightsWait,
  loaderWithManifests,
  loaderWithLogins,
  ollamaWarmUpWithNames,
  copier,
  copierWithManifests,
  verifier,
  proofWait,
  backup,
  backupCheck,
  storeRestore,
  dumpRestore,
  postgresDump,
  postgresRestore,
  postgresUsers,
  valkeyUsers,
  nodeTuning,
];
const repository = {
  repository: 's3:https://s3.example.org/copies/production',
  region: 'us-east-1',
  passwordFile: '/etc/backup-password/password',
  keyFolder: '/etc/backup-key',
  host: 'production',
};
const connection = {
  host: 'chat-db.apps.svc',
  database: 'chat',
  user: 'chat',
  passwordFile: '/etc/postgres-password/password',
};
const onClaim = { ...file, model: { ...file.model, origin: { from: 'claim', claimName: 'models' } as const } };
const text = (of: { readonly file: string }): string => programs.find(({ file: name }) => name === of.file)?.text ?? '';

describe('every text', () => {
  test.each(programs.map((program) => [program.file, program] as const))(
    '%s is read by its shell and by shellcheck',
    (_, program) => {
      const shell = program.text.startsWith('#!/bin/bash') ? [required('bash')] : [busybox(), 'sh'];
      const [command = '', ...args] = [...shell, '-n'];
      expect(spawnSync(command, args, { input: program.text, encoding: 'utf8' })).toMatchObject({
        status: 0,
        stderr: '',
      });
      expect(spawnSync(shellcheck(), ['-'], { input: program.text, encoding: 'utf8' })).toMatchObject({
        status: 0,
        stdout: '',
      });
    },
  );

  test('the drain of llama-server is read by dash, which is the shell of its image', () => {
    expect(spawnSync(required('dash'), ['-n'], { input: text(llamaServerDrain), encoding: 'utf8' })).toMatchObject({
      status: 0,
      stderr: '',
    });
  });

  test('the tag writes what it is given, and nothing else', () => {
    expect(sh`
a=\${b#\(x\)} \`d\` '\n'
`).toBe("a=${b#\\(x\\)} `d` '\\n'\n");
  });

  test('the shell knows the exit codes by the names and numbers of the table', () => {
    const camel = (name: string): string => name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase());
    const line = /^bad_input=.*$/m.exec(prelude)?.[0] ?? '';
    expect({
      done: 0,
      ...Object.fromEntries(
        line.split(' ').map((pair) => [camel(pair.split('=')[0] ?? ''), Number(pair.split('=')[1])]),
      ),
    }).toEqual(exitCodes);
  });
});

describe('inputs', () => {
  test('the text is the same whatever goes in, and every file stands where the environment says', () => {
    const runs = [
      loader.run({ weights: [file, tag], tokenFile: '/etc/hub/token', root: '/data' }),
      stager.run({ weights: [file], server: 'http://10.96.0.15:8080', others: 'keep' }),
      collector.run({ current: [file], previous: [tag], mode: 'remove', unnamed: 'drop' }),
      llamaServerDrain.run({ port: 8080, propagation: seconds(10), deadline: seconds(60), apiKeyFile: '/etc/key' }),
      ollamaDrain.run({ port: 11434, propagation: seconds(10.2), deadline: seconds(60) }),
      envoyDrain.run({ adminPort: 9901, propagation: seconds(15), deadline: seconds(60) }),
      ollamaWarmUp.run({
        port: 11434,
        declared: ['llama3.1:8b', 'bge-m3:latest'],
        warm: ['llama3.1:8b'],
        patience: seconds(84),
      }),
      weightsWait.run({ weights: [file], root: '/data', patience: seconds(90) }),
      loader.run({ weights: [file, named], root: '/data' }),
      loader.run({
        weights: [file, named],
        tokenFile: '/etc/hub/token',
        furtherToken: { file: '/etc/files/token', below: 'https://files.example/private' },
        proxy: { url: 'https://proxy.example:3129', noProxy: [] },
        proxyLogin: '/etc/proxy-login',
        caFile: '/etc/ca-bundle/ca.crt',
      }),
      ollamaWarmUp.run({ port: 11434, declared: ['support:latest'], made: ['support:latest'], patience: seconds(84) }),
      copier.run({ weights: [onClaim], source: '/other', root: '/data' }),
      copier.run({ weights: [onClaim, { ...named, model: onClaim.model }], root: '/data' }),
      verifier.run({ weights: [file, tag], place: { layout: 'corral', folder: 'a' }, reader: 'engine' }),
      proofWait.run({ weights: [file], place: { layout: 'paths' }, patience: seconds(90) }),
      backup.run({
        ...repository,
        source: 'store',
        makesRepository: true,
        root: '/store',
        entries: ['blobs', 'gguf'],
        needed: 'blobs',
        upTo: '1M',
        lock: 'lock',
      }),
      backupCheck.run({
        ...repository,
        sources: ['store', 'chat'],
        keep: { daily: 7, weekly: 4, monthly: 6 },
        readPercent: 5,
        restore: gib(1),
      }),
      storeRestore.run({ ...repository, caFile: '/etc/backup-ca/ca.crt', source: 'store', snapshot: '1a2b3c4d' }),
      dumpRestore.run({ ...repository, source: 'chat', folder: '/dump/database' }),
      postgresDump.run({ ...connection, folder: '/dump/database' }),
      postgresRestore.run({ ...connection, port: 6432, folder: '/dump/database' }),
      postgresUsers.run({
        owners: [{ database: 'chat', owner: 'chat', passwordFile: '/etc/postgres-users/chat/password' }],
        socket: '/var/run/postgresql',
      }),
      valkeyUsers.run({
        logins: [
          { name: 'chat', right: 'write', prefixes: ['chat:'], passwordFile: '/etc/valkey-users/chat/password' },
          { name: 'graphs', right: 'watch', passwordFile: '/etc/valkey-users/graphs/password' },
        ],
        folder: '/run/valkey',
        socket: '/run/valkey/valkey.sock',
        tls: { certificate: '/etc/valkey-tls/tls.crt', key: '/etc/valkey-tls/tls.key' },
      }),
      nodeTuning.run({ settings: [{ key: 'kernel.numa_balancing', value: '0', mayLack: true }], root: '/proc/sys' }),
    ];
    expect(runs.map(({ command, files }) => files[(command[1] ?? '').slice(programFolder.length + 1)])).toEqual(
      programs.map(({ text: whole }) => whole),
    );
    expect(
      runs.map(({ env, files }) => ({
        env,
        lists: Object.fromEntries(Object.entries(files).filter(([name]) => name.endsWith('.list'))),
      })),
    ).toMatchSnapshot();
  });

  test('weights that an engine cannot read, a path that leaves the store and an address with a password are refused', () => {
    expect(() => weightsList([{ ...file, form: 'registry' }], publicOrigins)).toThrow(
      "models['llama-3.3/Q4_K_M']: comes from org/model-GGUF, which has no manifest that Ollama could read.\n" +
        '  fix: name a model of an Ollama registry · serve it by llama-server\n  [NoOllamaManifest]',
    );
    expect(() => weightsList([{ ...file, key: '../x' }], publicOrigins)).toThrow(
      "models['../x']: 'gguf/../x/Llama-3.gguf' cannot be a path in the store.\n" +
        '  allowed: letters, digits and . / : + @ % - _, without empty, `.` or `..` parts\n  [WeightsNameUnusable]',
    );
    expect(() => weightsList([file], { from: 'volume', mount: '/source' })).toThrow(
      "models['llama-3.3/Q4_K_M']: comes from org/model-GGUF, which no volume has.\n" +
        '  fix: download it with a loader\n  [WeightsNotMounted]',
    );
    expect(() => weightsList([tag], { from: 'volume', mount: '/source' })).toThrow(
      "models['llama3.1:8b']: comes from llama3.1:8b, which no volume has.\n" +
        '  fix: download it with a loader\n  [WeightsNotMounted]',
    );
    expect(() => weightsList([onClaim], publicOrigins)).toThrow(
      "models['llama-3.3/Q4_K_M']: comes from claim models, which no address has.\n" +
        '  fix: copy it from its volume\n  [WeightsNotDownloaded]',
    );
    expect(() => weightsList([file], { from: 'weights-server', url: 'http://user:secret@mirror' })).toThrow(
      "source.url: 'http://user:secret@mirror' is not a plain http address.\n  fix: give a token by a mounted file, never in the address\n  [WeightsSourceUnusable]",
    );
    expect(() => weightsList([], publicOrigins)).toThrow(
      'weights: names no model.\n  fix: name one, or leave the program out\n  [NoWeights]',
    );
    expect(() => modelFile('/models', { key: 'm', model: { ...file.model, files: [] } })).toThrow(
      'models.m: has no files.\n  [ModelHasNoFiles]',
    );
  });

  test('files beside a model have names of their own, and may come from another repository', () => {
    const beside = (path: string, digit: string) =>
      ({ path, sha256: digit.repeat(64), bytes: 10, bytesFrom: 'stated' }) as const;
    const tensors = { inputBytes: 0, outputBytes: 0, layers: [], width: 1 };
    const model = {
      ...file.model,
      chatTemplate: beside('templates/chat.jinja', 'c'),
      adapters: {
        legal: { file: beside('adapter.gguf', 'd'), origin: { repo: 'acme/legal', revision: 'v2' }, tensors },
        brief: { file: beside('loras/adapter.gguf', 'e'), tensors },
      },
    };
    expect(
      weightsList([{ ...file, model }], publicOrigins)
        .trimEnd()
        .split('\n')
        .slice(file.model.files.length)
        .map((line) => line.split(' ').slice(4)),
    ).toEqual([
      [
        'gguf/llama-3.3/Q4_K_M/chat-template.jinja',
        'https://huggingface.co/org/model-GGUF/resolve/main/templates/chat.jinja',
      ],
      ['gguf/llama-3.3/Q4_K_M/lora-legal.gguf', 'https://huggingface.co/acme/legal/resolve/v2/adapter.gguf'],
      [
        'gguf/llama-3.3/Q4_K_M/lora-brief.gguf',
        'https://huggingface.co/org/model-GGUF/resolve/main/loras/adapter.gguf',
      ],
    ]);
  });

  test('tags that are not complete or not declared are refused', () => {
    expect(() => ollamaWarmUp.run({ port: 1, declared: ['llama3'], patience: seconds(84) })).toThrow(
      "declared[0]: 'llama3' is not a complete tag.\n  fix: write it with its version: `llama3.1:8b`\n  [OllamaTagUnusable]",
    );
    expect(() => ollamaWarmUp.run({ port: 1, declared: ['a:1'], warm: ['b:1'], patience: seconds(84) })).toThrow(
      "warm[0]: 'b:1' is not declared.\n  allowed: a:1\n  [WarmModelNotDeclared]",
    );
  });

  test('names in the store', () => {
    expect(modelFile('/models', file)).toBe('/models/gguf/llama-3.3/Q4_K_M/Llama-3.gguf');
    expect(manifestPath('someone/model:7b')).toBe('manifests/registry.ollama.ai/someone/model/7b');
    expect(revisionList([file, file])).toBe(`blob ${sha256(bytes)}\nname gguf/llama-3.3/Q4_K_M/Llama-3.gguf\n`);
    expect(revisionList([file, tag])).toBe(revisionList([tag, file]));
    expect(weightsServer().command).toEqual(['nginx', '-e', 'stderr', '-c', `${programFolder}/nginx.conf`]);
  });
});
