/** The models of a fleet as clients name them: each name once, whatever the number of pods that offer it. */
import { isEncoder } from '../../gguf';
import type { GatewayApi, GatewayModelFacts } from '../../gateway';
import type { PublicModel } from '../public-model';
import type { OfferedModel } from './manifest';
import type { OllamaFleetWorkload } from './workload';

const encoding: readonly GatewayApi[] = ['embeddings', 'ollama'];
/** The file of a model does not state whether it was made for embeddings: Ollama refuses what it cannot do. */
const writing: readonly GatewayApi[] = ['chat', 'completions', 'embeddings', 'responses', 'messages', 'ollama'];

/** Ollama takes `latest` where a client gives no tag. */
const untagged = (name: string): readonly string[] => (name.endsWith(':latest') ? [name.slice(0, -7)] : []);

const takesImages = ({ model }: OfferedModel): boolean =>
  model.projector !== undefined ||
  (model.tensors.projectorBytes ?? 0) > 0 ||
  (model.origin.from === 'ollama' && model.origin.layers.some(({ mediaType }) => mediaType === 'projector'));

const factsOf = ({ model: { architecture, quantisation, files } }: OfferedModel): GatewayModelFacts => ({
  architecture: architecture.architecture,
  quantisation,
  bytes: files.reduce((sum, { bytes }) => sum + bytes, 0),
  embeddingLength: architecture.embeddingLength,
});

/** @see PublicModel */
export function publicModels({ offers, byOrdinal, settings }: OllamaFleetWorkload): readonly PublicModel[] {
  const ordinalsOf = (name: string): readonly number[] =>
    offers.flatMap((list, ordinal) => (list.some((each) => each.name === name) ? [ordinal] : []));
  const once = new Map(offers.flat().map((offered) => [offered.name, offered]));
  return [...once.values()].map((offered) => ({
    name: offered.name,
    aliases: untagged(offered.name),
    at: ['models'],
    apis: isEncoder(offered.model) ? encoding : writing,
    images: takesImages(offered),
    keepAlive: settings.keepAlive === 'forever' ? undefined : settings.keepAlive,
    facts: factsOf(offered),
    ordinals: byOrdinal === undefined ? undefined : ordinalsOf(offered.name),
  }));
}
