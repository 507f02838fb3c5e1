/** A model of some hundred kilobytes whose words are bytes and whose weights are noise: it really generates. */
import { createHash } from 'node:crypto';
import type { ArchitectureFacts, Model } from '../../../lib/catalog/model';
import { architectureMetadata, modelTensors, vocabularyMetadata } from '../../gguf/model-file';
import { modelOfShape } from '../../gguf/model-of-shape';
import { layOutGguf } from '../../gguf/writer';

const facts: ArchitectureFacts = {
  architecture: 'llama', blockCount: 2, contextLength: 32_768, embeddingLength: 64, feedForwardLength: 128, headCount: 4, headCountKv: 2,
  keyLength: 16, valueLength: 16, vocabularySize: 320,
};
const mix = 'F32';
const variant = { tied: false, ropeFactors: false };

/** Numbers between -1 and 1 that look like noise and are the same for the same seed. */
function* noise(seed: number): Generator<number, never> {
  for (let state = seed;;) {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    yield state / 2 ** 31 - 1;
  }
}

/** The file of the model; a seed gives each its own digest. */
export function tinyFile(seed: number): Buffer {
  const { header, dataOffset, fileBytes } = layOutGguf({ ...architectureMetadata(facts), ...vocabularyMetadata(facts) }, modelTensors(facts, mix, variant));
  const file = Buffer.alloc(fileBytes);
  header.copy(file);
  const numbers = noise(seed);
  for (let at = dataOffset; at < fileBytes; at += 4) file.writeFloatLE(numbers.next().value, at);
  return file;
}

const sha256 = (content: Buffer): string => createHash('sha256').update(content).digest('hex');

const shared = () => ({ quantisation: mix, architecture: facts, tensors: modelOfShape(facts, mix, variant).tensors });

/** The catalogue entry of a hub's file. */
export const hubEntry = (file: Buffer, path: string): Model => ({
  ...shared(), origin: { from: 'huggingface', repo: 'tests/tiny' }, files: [{ path, sha256: sha256(file), bytes: file.length, bytesFrom: 'stated' }],
});

/** The catalogue entry of a model in an Ollama registry, with its manifest and every blob by digest. */
export function registryEntry(file: Buffer, tag: string): { readonly model: Model; readonly manifest: Buffer; readonly blobs: readonly Buffer[] } {
  const config = Buffer.from(JSON.stringify({ model_format: 'gguf', model_family: 'llama', model_families: ['llama'], model_type: 'tiny', file_type: mix, name: tag }));
  const described = (kind: string, content: Buffer) => ({ mediaType: kind, digest: `sha256:${sha256(content)}`, size: content.length });
  const template = Buffer.from('{{ .Prompt }}');
  const manifest = Buffer.from(JSON.stringify({
    schemaVersion: 2,
    mediaType: 'application/vnd.docker.distribution.manifest.v2+json',
    config: described('application/vnd.docker.container.image.v1+json', config),
    layers: [described('application/vnd.ollama.image.model', file), described('application/vnd.ollama.image.template', template)],
  }));
  const layer = (mediaType: 'model' | 'template' | 'config', content: Buffer) => ({ mediaType, digest: `sha256:${sha256(content)}`, bytes: content.length });
  return {
    manifest,
    blobs: [file, template, config],
    model: {
      ...shared(),
      origin: { from: 'ollama', tag, manifestDigest: `sha256:${sha256(manifest)}`, layers: [layer('model', file), layer('template', template), layer('config', config)] },
      files: [{ path: 'model', sha256: sha256(file), bytes: file.length, bytesFrom: 'stated' }],
    },
  };
}
