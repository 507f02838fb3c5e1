/** Builds the engines when they are missing, before the first test: the only thing that these tests may wait minutes for. */
import { ensureTools } from '../../scripts/toolchain/tools';

export default (): Promise<void> => ensureTools(['llama-server', 'ollama']);
