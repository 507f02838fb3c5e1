/** One entry of the model lock from a tag of Ollama: manifest digest and layers from the registry, facts from the header. */
import { FaultError, type Model, type ModelCatalog } from '../../lib';
import { architectureFacts, completeName, isOfRegistry, modelFaults, refuse, tensorFacts } from '../../lib/internal';
import type { LockedEntry } from './entry';
import type { LockWorld } from './lock-request';
import { factsOf } from './facts';
import { licenceOf } from './licence';
import { readHeader } from './header';
import { publicHub, publicRegistry } from './options';
import { readTag } from './registry';

/** A tag that is to be locked. */
export interface TagRequest {
  readonly from: 'tag';
  /** `qwen3-coder:30b`, `hf.co/owner/name:Q4_K_M`. */
  readonly tag: string;
  /** @default - Ollama's own registry, or the public hub for its tags */
  readonly hub?: string;
}

/** `qwen3-coder:30b`, `namespace/name:tag`, `hf.co/owner/name:Q4_K_M`. */
const tagForm = /^(?:(?:hf\.co|huggingface\.co)\/\w[\w-]*\/|(?:\w[\w-]*\/)?)\w[\w.-]*:\w[\w.-]*$/;

/** Reads a tag and the header of its GGUF file, and makes its entry; the key is the tag. */
export async function lockTag(
  request: TagRequest,
  catalog: ModelCatalog,
  { progress, fetch: fetchFrom }: LockWorld,
): Promise<LockedEntry> {
  const tag = completeName(request.tag);
  if (!tagForm.test(tag))
    refuse('NoKey', request.tag, 'it is no name of a model in Ollama', {
      allowed: "'name:tag', 'namespace/name:tag', 'hf.co/owner/name:tag'",
    });
  const { manifestDigest, layers, file, quantisation } = await readTag(
    tag,
    request.hub ?? (isOfRegistry(tag) ? publicRegistry : publicHub),
    fetchFrom,
  );
  const header = await readHeader([file], progress, fetchFrom);
  const facts = factsOf(tag, () => {
    const architecture = architectureFacts(header);
    return { architecture, tensors: tensorFacts(header.tensors, architecture) };
  });
  const model: Model = {
    origin: { from: 'ollama', tag, manifestDigest, layers },
    files: [{ path: file.path, sha256: await file.sha256(), bytes: file.bytes, bytesFrom: 'stated' }],
    quantisation: quantisation ?? catalog[tag]?.quantisation ?? 'unknown',
    ...facts,
    licence: licenceOf(header) ?? catalog[tag]?.licence,
    engines: catalog[tag]?.engines,
  };
  const faults = modelFaults(tag, JSON.parse(JSON.stringify(model)), tag);
  if (faults.length > 0) throw new FaultError(faults);
  return { key: tag, model };
}
