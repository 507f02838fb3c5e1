/** Origins of models that would become no address, or a model that Ollama lists by another name. */
import { changed } from './base';

export const inputs = [
  changed(
    [['catalog', 'models', 'small/Q4_K_M', 'origin', 'repo'], 'example/small GGUF'],
    [['catalog', 'models', 'small:1b', 'origin', 'tag'], 'ghcr.io/example/small:1b'],
  ),
];

export const report = `test.catalog.models['small/Q4_K_M'].origin.repo: 'example/small GGUF' does not have the right form.
  allowed: a repository of the hub: owner/name
  [BadFormat]
test.catalog.models['small:1b'].origin.tag: 'ghcr.io/example/small:1b' does not have the right form.
  allowed: a tag with its version: 'llama3.1:8b', 'namespace/name:tag', 'hf.co/owner/name:tag'
  [BadFormat]`;
