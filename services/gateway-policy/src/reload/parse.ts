/** The files of the gateway, from their text. A file with one wrong value is refused whole. */
import type { GatewayApi, GatewayClient, GatewayCluster, GatewayKey, GatewayModel } from 'corral';
import type { ConfigurationContent } from './configuration';
import { ContentFault, Field } from './shape';

const apis: Readonly<Record<GatewayApi, true>> = {
  chat: true,
  completions: true,
  embeddings: true,
  responses: true,
  rerank: true,
  messages: true,
  ollama: true,
};

const model = (field: Field): GatewayModel => ({
  aliases: field.field('aliases').list((alias) => alias.text()),
  engine: field.field('engine').oneOf(['llama-server', 'ollama']),
  apis: field.field('apis').list((api) => api.oneOf(Object.keys(apis) as GatewayApi[])),
  contextLength: field.field('contextLength').integer(1),
  maxOutputLength: field.field('maxOutputLength').integer(1),
  images: field.field('images').boolean(),
  maxBody: field.field('maxBody').integer(1),
  loadSeconds: field.field('loadSeconds').integer(0),
  keepAlive: field.field('keepAlive').optional((seconds) => seconds.integer(-1)),
  tracks: Object.fromEntries(field.field('tracks').map((track) => ({ cluster: track.field('cluster').text() }))),
});

const cluster = (field: Field): GatewayCluster => ({
  host: field.field('host').text(),
  port: field.field('port').integer(1, 65_535),
  healthPath: field.field('healthPath').matching(/^\//, 'a path'),
  affinity: field.field('affinity').oneOf(['least-requests', 'session']),
  maxRequests: field.field('maxRequests').integer(1),
  maxPending: field.field('maxPending').integer(0),
});

/** `models.json`. A name that two models have, and a track whose cluster is not there, are refused. */
export const parseModels = (text: string): Pick<ConfigurationContent, 'models' | 'clusters'> => {
  const file = Field.ofJson('models.json', text);
  const models = file.field('models').map(model);
  const clusters = file.field('clusters').map(cluster);
  const owners = new Map<string, string>();
  for (const [name, { aliases, tracks }] of models) {
    for (const each of [name, ...aliases]) {
      const other = owners.get(each);
      if (other !== undefined)
        throw new ContentFault(`models.json: '${each}' names two models, '${other}' and '${name}'`);
      owners.set(each, name);
    }
    const at = `models.json.models['${name}'].tracks`;
    if (Object.keys(tracks).length === 0) throw new ContentFault(`${at}: none; allowed: at least one`);
    for (const [track, { cluster }] of Object.entries(tracks))
      if (!clusters.has(cluster)) throw new ContentFault(`${at}['${track}'].cluster: '${cluster}' is not in clusters`);
  }
  return { models, clusters };
};

const client = (field: Field): GatewayClient => {
  const names = field.field('models');
  return {
    models: names.value === 'all' ? 'all' : names.list((name) => name.text()),
    requestsPerMinute: field.field('requestsPerMinute').optional((limit) => limit.integer(1)),
    concurrent: field.field('concurrent').optional((limit) => limit.integer(1)),
    tokensPerDay: field.field('tokensPerDay').optional((limit) => limit.integer(1)),
    tenant: field.field('tenant').optional((tenant) => tenant.text()),
  };
};

/** `clients.json`. */
export const parseClients = (text: string): Pick<ConfigurationContent, 'clients'> => ({
  clients: Field.ofJson('clients.json', text).map(client),
});

/** `weights.json`. Weights of a model of which all are 0 are refused: nothing could be chosen. */
export const parseWeights = (text: string): Pick<ConfigurationContent, 'weights'> => ({
  weights: Field.ofJson('weights.json', text).map((tracks) => {
    const weights = tracks.map((weight) => weight.integer(0));
    if (![...weights.values()].some((weight) => weight > 0)) tracks.refuse('at least one weight above 0');
    return weights;
  }),
});

const moment = /^\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d+)?)?(Z|[+-]\d\d:\d\d))?$/;

/** One entry of the Secret of keys, or of the ConfigMap of issued keys. */
export const parseKey = (id: string, text: string): GatewayKey => {
  if (!/^[0-9A-Za-z]{8,12}$/.test(id))
    throw new ContentFault(`key '${id}': allowed: an id of 8 to 12 letters and digits`);
  const field = Field.ofJson(`key '${id}'`, text);
  return {
    client: field.field('client').text(),
    sha256: field.field('sha256').matching(/^[0-9a-f]{64}$/, '64 hexadecimal digits'),
    expires: field.field('expires').optional((expires) => {
      const text = expires.matching(moment, 'a time in ISO 8601, as 2027-01-31T00:00:00Z');
      return Number.isNaN(Date.parse(text)) ? expires.refuse('a time in ISO 8601, as 2027-01-31T00:00:00Z') : text;
    }),
    models: field.field('models').optional((models) => models.list((name) => name.text())),
  };
};
