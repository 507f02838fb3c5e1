/** The policy in this process: its checks with files of a test, and bodies that no thread judges. */
import { createHash } from 'node:crypto';
import type { GatewayClient, GatewayKey, GatewayModel } from '../../../../lib';
import { Failures } from '../../../../services/gateway-policy/src/keys/failures';
import type { Decision, Standings } from '../../../../services/gateway-policy/src/limits/admissions';
import { BodyBudget } from '../../../../services/gateway-policy/src/request/budget';
import { judge } from '../../../../services/gateway-policy/src/request/judge';
import { modelNames } from '../../../../services/gateway-policy/src/request/names';
import type { Answer } from '../../../../services/gateway-policy/src/server/answer';
import type { Context } from '../../../../services/gateway-policy/src/server/context';
import { keyCheck } from '../../../../services/gateway-policy/src/server/key-check';
import { lists } from '../../../../services/gateway-policy/src/server/lists';
import { requestCheck } from '../../../../services/gateway-policy/src/server/request-check';

/** A key by its id, with the same letters after it. */
export const keyText = (id: string): string => `corral_${id}_${'k'.repeat(43)}`;
export const keyOf = (client: string, text: string, more: Partial<GatewayKey> = {}): GatewayKey => ({
  client,
  sha256: createHash('sha256').update(text).digest('hex'),
  ...more,
});

export const llama: GatewayModel = {
  aliases: ['small'],
  engine: 'llama-server',
  apis: ['chat', 'completions', 'embeddings', 'responses', 'rerank', 'messages'],
  contextLength: 4096,
  maxOutputLength: 512,
  images: false,
  maxBody: 1024 * 1024,
  loadSeconds: 60,
  tracks: { main: { cluster: 'qwen-main' } },
};
export const ollama: GatewayModel = {
  ...llama,
  aliases: [],
  engine: 'ollama',
  apis: ['chat', 'ollama'],
  keepAlive: 600,
  images: true,
  tracks: { main: { cluster: 'fleet' } },
};

export const now = Date.parse('2027-01-01T00:00:00Z');

export interface Given {
  readonly models?: Readonly<Record<string, GatewayModel>>;
  readonly clients?: Readonly<Record<string, GatewayClient>>;
  readonly keys?: Readonly<Record<string, GatewayKey>>;
  readonly weights?: Readonly<Record<string, Readonly<Record<string, number>>>>;
  readonly decision?: Decision;
  readonly standings?: Standings;
  readonly engineKey?: string;
  readonly isComplete?: boolean;
  readonly trustedHops?: number;
  /** Clusters that Envoy does not have yet. */
  readonly unrouted?: readonly string[];
}

const clientHeaders = { 'x-corral-client': 'team-a', 'x-corral-key': 'abcdefgh', 'content-type': 'application/json' };

/** Headers, by lower-case names. */
export type Sent = Readonly<Record<string, string>>;

/** A policy, and what it did beside answering. */
export function policy({
  models = { qwen: llama, 'llama3.2:3b': ollama },
  clients = { 'team-a': { models: 'all' } },
  keys = { abcdefgh: keyOf('team-a', keyText('abcdefgh')) },
  weights = {},
  decision = { admission: 'a1' },
  standings = {},
  engineKey,
  isComplete = true,
  trustedHops = 0,
  unrouted = [],
}: Given = {}) {
  const log: string[] = [];
  const charged: number[] = [];
  const judgedBodies: string[] = [];
  const configuration = {
    models: new Map(Object.entries(models)),
    clusters: new Map(),
    clients: new Map(Object.entries(clients)),
    weights: new Map(Object.entries(weights).map(([name, tracks]) => [name, new Map(Object.entries(tracks))])),
    keys: new Map(Object.entries(keys)),
    complete: isComplete,
    onChange: () => () => undefined,
  };
  const names = modelNames(configuration.models);
  const clock = { now };
  const context: Context = {
    state: () => (isComplete ? { configuration, names } : undefined),
    judges: {
      judge: (job) => {
        judgedBodies.push(new TextDecoder().decode(job.body));
        return Promise.resolve(judge(job, names));
      },
    },
    admissions: {
      admit: (_, { tokens }) => {
        charged.push(tokens);
        return Promise.resolve(decision);
      },
      standings: () => standings,
      cancel: () => undefined,
      settle: () => undefined,
    },
    failures: new Failures(),
    bodies: new BodyBudget(),
    isRouted: (cluster) => !unrouted.includes(cluster),
    trustedHops,
    ollamaVersion: '0.34.2',
    engineKey: () => ({ key: engineKey }),
    now: () => clock.now,
    log: (level, message) => log.push(`${level}: ${message}`),
    refused: () => undefined,
  };
  return {
    log,
    charged,
    judgedBodies,
    clock,
    context,
    key: (url: string, sent: Sent, method = 'POST'): Answer => keyCheck({ method, url, headers: sent }, context),
    list: (url: string, sent: Sent = {}, body = ''): Promise<Answer> => {
      const bytes = new TextEncoder().encode(body);
      const all = { ...clientHeaders, 'content-length': `${bytes.length}`, ...sent };
      return lists({ method: 'GET', url, headers: all }, () => Promise.resolve(bytes), context);
    },
    request: (url: string, body: unknown, sent: Sent = {}): Promise<Answer> => {
      const bytes = new TextEncoder().encode(typeof body === 'string' ? body : JSON.stringify(body));
      const all = { ...clientHeaders, 'content-length': `${bytes.length}`, ...sent };
      return requestCheck({ method: 'POST', url, headers: all }, () => Promise.resolve(bytes), context);
    },
  };
}

export const bodyOf = ({ body }: Answer): unknown => JSON.parse(body);
