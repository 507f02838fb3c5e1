/** Metrics of the exporter beside an Ollama, which has none of its own. */
import { gauge } from './metric';

export const ollamaMetrics = {
  ollama_up: gauge('1: the server answered the last question of the exporter.'),
  ollama_model_loaded: gauge('1: the model is loaded.', 'model'),
  ollama_model_bytes: gauge('Bytes of a loaded model, on GPUs and in memory.', 'model'),
  ollama_model_vram_bytes: gauge(
    'Bytes of a loaded model on GPUs: less than all means that the CPU computes a part.',
    'model',
  ),
  ollama_model_expires_seconds: gauge('Seconds until the server may unload the model.', 'model'),
} as const;
