/** `key` in this process, with the environments of these tests. */
import { createHash } from 'node:crypto';
import type { EnvironmentInput } from '../../../lib';
import { local } from '../../../overlays/local';
import { commands } from '../../../scripts/commands';

export const form = /^corral_([0-9A-Za-z]{8,12})_([0-9A-Za-z]{43})$/;
export const hash = (text: string): string => createHash('sha256').update(text).digest('hex');

export const gateway = {
  tls: 'none',
  expose: { by: 'cluster' },
  clients: { default: { models: 'all' }, 'team-a': { models: ['qwen'] } },
} as const;

/** `local` with clients of this test. */
export const here: EnvironmentInput = { ...local, gateway };
export const without: EnvironmentInput = { ...local, name: 'bare', gateway: undefined };
export const stored: EnvironmentInput = {
  ...local,
  name: 'stored',
  prerequisites: [
    { kind: 'CustomResourceDefinition', name: 'externalsecrets.external-secrets.io', providedBy: 'external-secrets' },
  ],
  gateway: {
    ...gateway,
    keys: { from: 'external-secrets', store: { kind: 'SecretStore', name: 'corral' }, path: 'corral/keys' },
  },
};

export interface Ended {
  readonly status: number;
  readonly out: string;
  readonly error: string;
}

export async function key(argv: readonly string[], environments: readonly EnvironmentInput[] = [here]): Promise<Ended> {
  const [out, error]: [string[], string[]] = [[], []];
  const status = await commands.key.run(argv, {
    console: {
      out: (text) => out.push(text),
      error: (text) => error.push(text),
      layout: { width: 120, colours: false },
    },
    environments,
  });
  return { status, out: out.join('\n'), error: error.join('\n') };
}

export const help = '\n  help: npm run key -- --help\n  [Usage]';
