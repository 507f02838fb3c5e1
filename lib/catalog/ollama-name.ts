/** Names of models in Ollama: the host, the repository and the tag of each. */

/** Host of the names that state none. */
const defaultHost = 'registry.ollama.ai';

/** A name of Ollama in its parts. */
interface OllamaName {
  /** `registry.ollama.ai`, `hf.co`. */
  readonly host: string;
  /** `library/llama3.1`, `owner/name`. */
  readonly repository: string;
  readonly tag: string;
}

/**
 * A name of Ollama in its parts: `llama3.1:8b` is `library/llama3.1` and `8b` of Ollama's own registry,
 * `hf.co/owner/name:Q4_K_M` is `owner/name` and `Q4_K_M` of a hub.
 */
export function ollamaName(text: string): OllamaName {
  const [name = '', tag = 'latest'] = text.split(':');
  const parts = name.split('/');
  const [host = defaultHost] = parts.splice(0, Math.max(0, parts.length - 2));
  return { host, repository: parts.length > 1 ? parts.join('/') : `library/${name}`, tag };
}

/** Whether a name is of Ollama's own registry, and not of a hub. */
export const isOfRegistry = (text: string): boolean => ollamaName(text).host === defaultHost;
