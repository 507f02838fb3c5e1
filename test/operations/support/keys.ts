/** Keys of clients as `npm run key -- new` makes them, and a store that holds them. */
import type { EnvironmentInput } from '../../../lib';
import { plainObject } from '../../../lib/kubernetes/draw';
import type { Manifest } from '../../../lib/kubernetes/read';
import { commands } from '../../../scripts/commands';

export interface NewKey {
  readonly id: string;
  /** What a client sends. */
  readonly text: string;
  /** What goes into the store. */
  readonly value: string;
}

/** Makes a key of an environment whose keys are in a store: the command prints the property, and changes no cluster. */
export async function newKey(environment: EnvironmentInput, ...argv: readonly string[]): Promise<NewKey> {
  const [out, error]: [string[], string[]] = [[], []];
  const status = await commands.key.run(['new', '--env', environment.name, ...argv], {
    console: { out: (text) => out.push(text), error: (text) => error.push(text) },
    environments: [environment],
  });
  const printed = error.join('\n');
  const [, id = ''] = /^ {2}name: {2}(\S+)$/m.exec(printed) ?? [];
  const [, value = ''] = /^ {2}value: (.+)$/m.exec(printed) ?? [];
  if (status !== 0 || id === '' || value === '') throw new Error(`key new ended with ${status}:\n${printed}`);
  return { id, text: out.join('\n'), value };
}

/** A SecretStore that holds keys at a path: each property is one key, by its id, its value a text or an object. */
export const storeOf = (
  name: string,
  namespace: string,
  path: string,
  keys: readonly (NewKey & { readonly as?: 'object' })[],
): Manifest =>
  plainObject('SecretStore', {
    metadata: { name, namespace },
    spec: {
      provider: {
        fake: {
          data: [
            {
              key: path,
              value: JSON.stringify(
                Object.fromEntries(
                  keys.map(({ id, value, as }) => [id, as === 'object' ? (JSON.parse(value) as unknown) : value]),
                ),
              ),
            },
          ],
        },
      },
    },
  });
