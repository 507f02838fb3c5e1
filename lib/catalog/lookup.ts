/**
 * Finds facts by key and refuses the unknown with what was probably meant; returns faults instead of throwing, so that
 * callers collect.
 */
import { type Fault, fault, type Path, suggest } from '../core';
import type { Gpu, GpuCatalog, MigProfile } from './gpu';
import type { Instance, InstanceCatalog } from './instance';
import type { Model, ModelCatalog } from './model';

/** Whether a lookup returned a fault, not the fact. */
export const isFault = (found: object): found is Fault => 'remedies' in found && 'found' in found && 'at' in found;

const own = <T>(catalog: Readonly<Record<string, T>>, key: string): T | undefined =>
  Object.hasOwn(catalog, key) ? catalog[key] : undefined;

/** The GPU with this product label. Code `UnknownGpu`. */
export function findGpu(catalog: GpuCatalog, product: string, at: Path): Gpu | Fault {
  const shared = /^(.+?)(?:-MIG-[^-]+)?(?:-SHARED)?$/.exec(product)?.[1];
  const whole = shared === undefined || shared === product ? undefined : own(catalog, shared);
  if (whole !== undefined) {
    return fault('UnknownGpu', at, `'${product}' is the label of a GPU that is shared or cut, not of a GPU`, {
      fix: `name the GPU, '${whole.product}', and state how the pool shares it`,
    });
  }
  return (
    own(catalog, product) ??
    fault('UnknownGpu', at, `no GPU '${product}' in the catalogue`, {
      'did you mean': suggest(product, Object.keys(catalog)),
      fix: 'add it under catalog.gpus, with the memory in MiB that its driver reports',
    })
  );
}

/** The MIG profile of a GPU: `1g.10gb`. Codes `NoMig`, `UnknownMigProfile`. */
export function findMigProfile(gpu: Gpu, profile: string, at: Path): MigProfile | Fault {
  if (gpu.migProfiles.length === 0) {
    return fault('NoMig', at, `${gpu.product} cannot be cut by MIG`, {
      fix: 'share it by time-slicing or MPS, or give whole GPUs',
    });
  }
  return (
    gpu.migProfiles.find((candidate) => candidate.profile === profile) ??
    fault('UnknownMigProfile', at, `${gpu.product} has no MIG profile '${profile}'`, {
      allowed: gpu.migProfiles.map((known) => known.profile),
    })
  );
}

/** The machine type with this key: `aws/g6e.12xlarge`. Code `UnknownInstance`. */
export function findInstance(catalog: InstanceCatalog, key: string, at: Path): Instance | Fault {
  return (
    own(catalog, key) ??
    fault('UnknownInstance', at, `no machine type '${key}' in the catalogue`, {
      'did you mean': suggest(key, Object.keys(catalog)),
      fix: 'add it under catalog.instances, with what pods can have of it',
    })
  );
}

/** Most suggestions of one fault. */
const mostMeant = 3;

/**
 * Tags of a model that was named without one (`llama3.2` → `llama3.2:3b`), shortest first; then what is spelt alike.
 */
function meant(key: string, keys: readonly string[]): readonly string[] {
  const tagged = keys
    .filter((each) => each.startsWith(`${key}:`))
    .sort((a, b) => a.length - b.length || a.localeCompare(b, 'en'));
  return [...new Set([...tagged, ...suggest(key, keys)])].slice(0, mostMeant);
}

/** `qwen3-coder:30b`, `namespace/name:tag`, `hf.co/owner/name:Q4_K_M`: how Ollama names models. */
const ollamaTag = /^(?:(?:hf\.co|huggingface\.co)\/[\w-]+\/|[\w-]+\/)?\w[\w.-]*:\w[\w.-]*$/;

/** The model with this key: `llama-3.3-70b-instruct/Q4_K_M`, `llama3.1:8b`. Code `UnknownModel`. */
export function findModel(catalog: ModelCatalog, key: string, at: Path): Model | Fault {
  const found = own(catalog, key);
  if (found !== undefined) return found;
  const isTag = ollamaTag.test(key);
  const [tagged] = key.includes(':') ? [] : Object.keys(catalog).filter((each) => each.startsWith(`${key}:`));
  return fault('UnknownModel', at, `no model '${key}' in the catalogue`, {
    'did you mean': meant(key, Object.keys(catalog)),
    fix: [
      ...(tagged === undefined ? [] : [`name one of its tags; in a fleet, '${key}' may stand for it: { name, from }`]),
      ...(isTag ? [`lock the tag: npm run lock -- ollama ${key}`] : []),
      'lock its GGUF file: npm run lock -- REPOSITORY FILE',
      'add it under catalog.models, with the SHA-256 of its files',
    ],
  });
}
