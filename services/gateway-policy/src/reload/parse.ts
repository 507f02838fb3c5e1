/** The files of the gateway, from their text. A file with one wrong value is refused whole. */
import type { GatewayApi, GatewayClient, GatewayCluster, GatewayKey, GatewayModel, GatewayModelFacts } from 'corral';
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

const facts = (field: Field): GatewayModelFacts => ({
  architecture: field.field('architecture').text(),
  quantisation: field.field('quantisation').text(),
  bytes: field.field('bytes').integer(0),
  embeddingLength: field.field('embeddingLength').integer(0),
});

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
  facts: field.field('facts').optional(facts),
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

type ModelsContent = Pick<ConfigurationContent, 'models' | 'clusters'>;

/** One file of models. A track whose cluster is not in the same file is refused. */
function parseModelsFile(name: string, text: string): ModelsContent {
  const file = Field.ofJson(name, text);
  const models = file.field('models').map(model);
  const clusters = file.field('clusters').map(cluster);
  for (const [key, { tracks }] of models) {
    const at = `${name}.models['${key}'].tracks`;
    if (Object.keys(tracks).length === 0) throw new ContentFault(`${at}: none; allowed: at least one`);
    for (const [track, { cluster }] of Object.entries(tracks))
      if (!clusters.has(cluster)) throw new ContentFault(`${at}['${track}'].cluster: '${cluster}' is not in clusters`);
  }
  return { models, clusters };
}

/** The files of models, by their names. A name that two models have is refused. */
export function parseModels(files: ReadonlyMap<string, string>): ModelsContent {
  if (files.size === 0) throw new ContentFault('no file; allowed: at least one');
  const models = new Map<string, GatewayModel>();
  const clusters = new Map<string, GatewayCluster>();
  const owners = new Map<string, string>();
  for (const [file, text] of files) {
    const content = parseModelsFile(file, text);
    for (const [name, facts] of content.clusters) clusters.set(name, facts);
    for (const [name, each] of content.models) {
      models.set(name, each);
      for (const known of [name, ...each.aliases]) {
        const other = owners.get(known);
        if (other !== undefined)
          throw new ContentFault(`${file}: '${known}' names two models, '${other}' and '${name}'`);
        owners.set(known, name);
      }
    }
  }
  return { models, clusters };
}

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
