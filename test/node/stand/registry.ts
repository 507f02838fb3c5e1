/** Models of Ollama's registry, as the hub of a stand serves them. */
import { ollamaName } from '../../../lib/catalog';
import type { RegistryModel } from '../../engines/support/registry-model';
import type { Hub } from './hub';

/** Serves the manifest of a model and every layer that it names. */
export function serveRegistry(hub: Hub, { tag, manifest, blobs }: RegistryModel): void {
  const { repository, tag: version } = ollamaName(tag);
  hub.serve(`/v2/${repository}/manifests/${version}`, manifest);
  for (const [digest, content] of blobs) {
    if (typeof content === 'function') throw new Error(`${tag} has no layers to serve`);
    hub.serve(`/v2/${repository}/blobs/sha256:${digest}`, content);
  }
}
