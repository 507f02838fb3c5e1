/** `key engine`: makes the key that the gateway sends to engines, and replaces it in three steps. */
import { counted, refuse } from '../../lib/internal';
import { connect, type Cluster } from '../cluster/kubectl';
import { readAgainAtOnce } from '../cluster/secret';
import type { Context, Values } from '../command';
import { engineSecretsOf, keysText, readKeys, replaceKeys, type EngineSecrets } from './engine-secrets';
import { newSecret } from './form';
import { gatewayOf, gatewayPods, type Found } from './gateway-of';
import type { line } from './options';

export const engineSteps = ['add', 'use', 'drop'] as const;
export type EngineStep = (typeof engineSteps)[number];

/** Pods that ask for the key. */
const engines = 'app.kubernetes.io/name=llama-server';

const restart = (namespace: string): string =>
  `kubectl -n ${namespace} rollout restart deployment,statefulset -l ${engines}`;

/** The keys after a step. The first is the one that is sent; all are accepted. */
function after(step: EngineStep, keys: readonly string[], at: string): readonly string[] {
  const [first = '', ...others] = keys;
  if (step === 'add' && keys.length === 1) return [first, newSecret()];
  if (step === 'use' && keys.length === 2) return [...others, first];
  if (step === 'drop' && keys.length === 2) return [first];
  const fix = step === 'add' ? 'end the rotation first: npm run key -- engine drop' : 'npm run key -- engine add';
  return refuse('RotationStep', at, `it has ${counted(keys.length, 'key')}`, {
    allowed: step === 'add' ? 'one key, to which another is added' : 'two keys: the one that is sent, and another',
    fix: keys.length === 0 ? 'npm run key -- engine' : fix,
  });
}

const next = (step: EngineStep | undefined, serving: string): readonly string[] => {
  if (step === 'add')
    return [
      'Engines that start from now on accept both keys. Next:',
      `  ${restart(serving)}`,
      '  npm run key -- engine use',
    ];
  if (step === 'use')
    return ['The gateway sends the new key. Next, when scrapers send it too: npm run key -- engine drop'];
  if (step === 'drop')
    return ['Engines that start from now on accept the key that is sent, and no other. Next:', `  ${restart(serving)}`];
  return [];
};

/** What is written, and where, for the reader. */
const placesOf = ({ namespaces, scrapers, secretName }: EngineSecrets): string =>
  [...namespaces, ...scrapers].map((namespace) => `${namespace}/${secretName}`).join(', ');

/** The keys are in a store of secrets: what to write there goes to standard output. */
function print(found: Found, secrets: EngineSecrets, keys: readonly string[], { console }: Context): void {
  const { keys: source } = found.gateway;
  console.error(
    'from' in source && source.enginePath !== undefined
      ? `Write this value into property '${secrets.key}' of '${source.enginePath}', in the store behind ${source.store.kind} '${source.store.name}':`
      : `Write this value into entry '${secrets.key}' of Secrets ${placesOf(secrets)}:`,
  );
  console.out(keysText(keys).trimEnd());
}

/** Lets the pods that run read the Secret at once: the gateway sends another key, and drains read theirs. */
function readAgain(cluster: Cluster, { cluster: { namespaces } }: Found['environment']): void {
  readAgainAtOnce(cluster, namespaces.gateway, gatewayPods);
  readAgainAtOnce(cluster, namespaces.serving, engines);
}

/** Makes the key where it is missing, or does one step of its rotation. */
export function engineKey(step: EngineStep | undefined, options: Values<typeof line.options>, context: Context): void {
  const found = gatewayOf(context.environments, options.env);
  const { environment, gateway } = found;
  const { console } = context;
  const secrets = engineSecretsOf(environment);
  const isFilled = 'from' in gateway.keys && gateway.keys.enginePath !== undefined;
  if (step === undefined && (options.print || isFilled)) {
    print(found, secrets, [newSecret()], context);
    return;
  }
  const cluster = connect(options);
  const before = readKeys(cluster, secrets);
  const at = `key of engines of ${environment.name} on context ${cluster.context}`;
  const isNew = step === undefined && before.keys.length === 0;
  const keys = isNew ? [newSecret()] : step === undefined ? before.keys : after(step, before.keys, at);
  if (options.print || isFilled) print(found, secrets, keys, context);
  else {
    replaceKeys(cluster, secrets, before, keys);
    readAgain(cluster, environment);
    console.error(
      `Secrets ${placesOf(secrets)} on context ${cluster.context} have ${isNew ? 'a new key' : keys.length === 1 ? 'one key' : 'two keys'}.`,
    );
  }
  for (const text of next(step, environment.cluster.namespaces.serving)) console.error(text);
}
