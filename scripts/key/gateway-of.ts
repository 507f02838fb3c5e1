/** Finds the environment that a key is for. */
import { FaultError, parseEnvironment, type Environment, type EnvironmentInput, type Gateway } from '../../lib';
import { counted, isSubdomain, refuse, suggest } from '../../lib/internal';
import type { Cluster } from '../cluster/kubectl';
import { readAgainAtOnce, type SecretPlace } from '../cluster/secret';
import { namedEnvironments } from '../command';

/** An environment with a gateway. */
export interface Found {
  readonly environment: Environment;
  readonly gateway: Gateway;
}

/** Labels of the pods of a gateway. */
export const gatewayPods = 'app.kubernetes.io/name=gateway,app.kubernetes.io/instance=gateway';

const fixOfNone = 'add a gateway to it: docs/how-to/expose.md';

function foundIn(environment: Environment): readonly Found[] {
  const { gateway } = environment;
  return gateway === undefined ? [] : [{ environment, gateway }];
}

const clientsOf = (all: readonly Found[]): readonly string[] => [
  ...new Set(all.flatMap(({ gateway: { clients } }) => Object.keys(clients))),
];

const namesOf = (all: readonly Found[]): readonly string[] => all.map(({ environment: { name } }) => name);

function refuseClient(place: string, client: string, clients: readonly string[]): never {
  return refuse('UnknownClient', place, `there is no client '${client}'`, {
    'did you mean': suggest(client, clients),
    allowed: clients,
    fix: 'add it to the clients of the gateway, and apply the environment',
  });
}

const has = ({ gateway }: Found, client: string): boolean => Object.hasOwn(gateway.clients, client);

/** The environment that is named. */
function namedOne(inputs: readonly EnvironmentInput[], name: string, client: string | undefined): Found {
  const [input] = namedEnvironments(inputs, [name]);
  if (input === undefined) throw new RangeError(`${name} was known and is not there`);
  const { environment, faults } = parseEnvironment(input);
  if (environment === undefined) throw new FaultError(faults);
  const [found] = foundIn(environment);
  if (found === undefined)
    return refuse('NoGateway', `${name}.gateway`, 'the environment has no gateway', { fix: fixOfNone });
  if (client !== undefined && !has(found, client))
    return refuseClient(`${name}.gateway.clients`, client, clientsOf([found]));
  return found;
}

/** The only environment that fits. Those that cannot be read do not count while another fits. */
function onlyOne(inputs: readonly EnvironmentInput[], client: string | undefined): Found {
  const read = inputs.map((input) => parseEnvironment(input));
  const all = read.flatMap(({ environment }) => (environment === undefined ? [] : foundIn(environment)));
  const fitting = client === undefined ? all : all.filter((each) => has(each, client));
  const [first, ...others] = fitting;
  if (first !== undefined && others.length === 0) return first;
  if (first !== undefined) {
    const what = client === undefined ? 'a gateway' : `a client '${client}'`;
    return refuse('SeveralEnvironments', '--env', `${namesOf(fitting).join(', ')} have ${what}`, {
      fix: namesOf(fitting).map((name) => `--env ${name}`),
    });
  }
  const faults = read.flatMap((each) => each.faults);
  if (faults.length > 0) throw new FaultError(faults);
  if (client === undefined || all.length === 0)
    return refuse('NoGateway', 'overlays', 'no environment has a gateway', { fix: fixOfNone });
  return refuseClient('--client', client, clientsOf(all));
}

/**
 * The environment of a command line.
 *
 * @param name - of the environment. @default - the only one that has the client, or a gateway
 * @throws FaultError where none fits, or several do
 */
export const gatewayOf = (inputs: readonly EnvironmentInput[], name: string | undefined, client?: string): Found =>
  name === undefined ? onlyOne(inputs, client) : namedOne(inputs, name, client);

/** Where the hashes of an environment's keys are. `secret` - another Secret than the environment's */
export function secretOf({ environment, gateway: { keys } }: Found, secret?: string): SecretPlace {
  if (secret !== undefined && !isSubdomain(secret))
    refuse('BadName', '--secret', `'${secret}' is no name of a Secret`, {
      allowed: 'a DNS name: lower-case letters, digits, inner hyphens, and dots between parts',
    });
  return {
    namespace: environment.cluster.namespaces.gateway,
    name: secret ?? ('secretName' in keys ? keys.secretName : 'gateway-keys'),
  };
}

/** The pods of the gateway read the changed keys. Returns how soon, for a sentence. */
export function afterChange(cluster: Cluster, { namespace }: SecretPlace): string {
  const pods = readAgainAtOnce(cluster, namespace, gatewayPods);
  return pods === 0 ? 'within two minutes' : `within seconds, on ${counted(pods, 'pod')}`;
}
