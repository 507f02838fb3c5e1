import { noSecretData } from '../../../lib/rules/security/no-secret-data';
import { add, cases, set } from '../fixtures/verdict';

const fix =
  'keep it in a Secret that you create yourself, declare that Secret in prerequisites, and mount it as a file';
const qwen = 'Deployment llm-serving/qwen';
const server = 'spec.template.spec.containers[0]';
const map = 'ConfigMap llm-serving/stage-1b9acf18';
const secret = (more: object) =>
  add('qwen', { apiVersion: 'v1', kind: 'Secret', metadata: { name: 'key', namespace: 'llm-serving' }, ...more });
const inMap = (text: string) => set(map, 'data.text', text);
const holds = (what: string) => `${map} data['text']: holds ${what}; ${fix}`;
const variable = (name: string, value: string | undefined = 'x') => set(qwen, `${server}.env[0]`, { name, value });
/** Put together here, so that no scanner takes these for real. */
const join = (...parts: readonly string[]) => parts.join('');
const dashes = '-----';

cases(noSecretData, {
  'nothing of the platform': [[]],
  'a Secret with data': [secret({ data: { a: '', b: '' } }), `Secret llm-serving/key data: holds a, b; ${fix}`],
  'a Secret with text': [secret({ stringData: { a: '' } }), `Secret llm-serving/key stringData: holds a; ${fix}`],
  'a Secret that is empty': [secret({ data: {}, stringData: {} })],
  'a private key': [inMap(join(dashes, 'BEGIN RSA PRIVATE KEY', dashes)), holds('a private key')],
  'a private key of no kind': [inMap(join(dashes, 'BEGIN PRIVATE KEY', dashes)), holds('a private key')],
  'a certificate': [inMap(join(dashes, 'BEGIN CERTIFICATE', dashes))],
  'a token of Hugging Face': [inMap(`x ${join('hf_', 'a1'.repeat(15))}`), holds('a token of Hugging Face')],
  'what is too short for one': [inMap(join('hf_', 'a'.repeat(29)))],
  'what only ends like one': [inMap(join('xhf_', 'a'.repeat(30)))],
  'tokens of GitHub': [inMap(join('ghp_', 'a'.repeat(36))), holds('a token of GitHub')],
  'new tokens of GitHub': [inMap(join('github_pat_', 'a'.repeat(22))), holds('a token of GitHub')],
  'an access key of AWS': [inMap(join('AKIA', 'A1'.repeat(8))), holds('an access key of AWS')],
  'an API key': [inMap(join('sk-', 'a-'.repeat(10))), holds('an API key')],
  'a JSON Web Token': [inMap(join('eyJ', 'a'.repeat(10), '.eyJ', 'b'.repeat(10), '.c')), holds('a JSON Web Token')],
  'in an argument': [
    set(qwen, `${server}.args[1]`, join('sk-', 'a'.repeat(20))),
    `${qwen} ${server}.args: holds an API key; ${fix}`,
  ],
  'in a command': [
    set(qwen, 'spec.template.spec.initContainers[0].command[1]', join('sk-', 'a'.repeat(20))),
    `${qwen} spec.template.spec.initContainers[0].args: holds an API key; ${fix}`,
  ],
  'in a variable': [
    variable('NAME', join('sk-', 'a'.repeat(20))),
    `${qwen} ${server}.env[0].value: holds an API key; ${fix}`,
  ],
  ...Object.fromEntries(
    [
      'TOKEN',
      'HF_TOKEN',
      'CLIENT_SECRET',
      'DB_PASSWORD',
      'PASSWD',
      'API_KEY',
      'LLAMA_APIKEY',
      'SSH_PRIVATE_KEY',
      'AWS_SECRET_ACCESS_KEY',
      'CREDENTIAL',
      'AWS_CREDENTIALS',
      'token',
    ].map((name) => [
      `a variable named ${name}`,
      [variable(name), `${qwen} ${server}.env[0].value: writes ${name} out; ${fix}`],
    ]),
  ),
  ...Object.fromEntries(
    ['MAX_TOKENS', 'TOKEN_FILE', 'API_KEY_FILE', 'SECRETARY', 'BROKEN', 'MONKEY'].map((name) => [
      `a variable named ${name}`,
      [variable(name)],
    ]),
  ),
  'a variable that is empty': [variable('HF_TOKEN', '')],
  'a variable from a Secret': [
    set(qwen, `${server}.env[0]`, { name: 'HF_TOKEN', valueFrom: { secretKeyRef: { name: 'a', key: 'b' } } }),
  ],
  'a ConfigMap without data': [set(map, 'data', undefined)],
});
