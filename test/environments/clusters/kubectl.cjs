/** Answers as kubectl does, from the files of a recorded cluster: `node kubectl.cjs FOLDER get nodes --output json`. */
const { readFileSync } = require('node:fs');
const { join } = require('node:path');

const [, , folder, ...words] = process.argv;
const read = (name) => JSON.parse(readFileSync(join(folder, `${name}.json`), 'utf8'));
const print = (value) => process.stdout.write(JSON.stringify(value));

/** `--name value` or `--name=value`. */
function valueOf(name) {
  const at = words.indexOf(`--${name}`);
  return at >= 0 ? words[at + 1] : words.find((word) => word.startsWith(`--${name}=`))?.slice(name.length + 3);
}

const withValue = new Set(['--context', '--namespace', '--output', '--selector', '--kubeconfig', '--raw']);
const plain = words.filter((word, i) => !word.startsWith('--') && !withValue.has(words[i - 1]));

/** `nodes`, `node`, `clusterpolicies.nvidia.com` → as a kind is written in small letters. */
const kindOf = (resource) =>
  resource
    .replace(/\..*$/, '')
    .replace(/ies$/, 'y')
    .replace(/(class|address)es$/, '$1')
    .replace(/([^s])s$/, '$1');

function answerRaw(path) {
  const { version, groups, resources } = read('version');
  if (path === '/version') return version;
  if (path === '/apis') return groups;
  const names = resources[path.replace('/apis/', '')] ?? [];
  return { kind: 'APIResourceList', resources: names.map((name) => ({ name })) };
}

function objects() {
  const [kinds = '', ...names] = plain.slice(1);
  const wanted = new Set(kinds.split(',').map(kindOf));
  const namespace = valueOf('namespace');
  const [label, value] = (valueOf('selector') ?? '').split('=');
  return ['nodes', 'storage', 'system']
    .flatMap((name) => read(name).items)
    .filter(({ kind, metadata }) => {
      if (!wanted.has(kind.toLowerCase())) return false;
      if (namespace !== undefined && metadata.namespace !== undefined && metadata.namespace !== namespace) return false;
      if (label !== '' && metadata.labels?.[label] !== value) return false;
      return names.length === 0 || names.includes(metadata.name);
    });
}

const raw = valueOf('raw');
if (plain[0] === 'config') {
  print({
    'current-context': 'recorded',
    contexts: [{ name: 'recorded', context: { cluster: 'recorded' } }],
    clusters: [{ name: 'recorded', cluster: { server: 'https://recorded.example' } }],
  });
} else print(raw === undefined ? { apiVersion: 'v1', kind: 'List', items: objects() } : answerRaw(raw));
