/** Adapters of a fleet that the model does not have, or that names of one model do not share. */
import { changed, smallModel } from './base';

const file = { path: 'legal.gguf', sha256: 'd'.repeat(64), bytes: 1000, bytesFrom: 'stated' } as const;
const legal = { file, tensors: { inputBytes: 0, outputBytes: 0, layers: [{ layers: 4, bytes: 640 }], width: 272 } };
const fleet = (...models: readonly unknown[]) =>
  changed(
    [['catalog', 'models', 'small/Q4_K_M'], { ...smallModel, adapters: { legal } }],
    [['ollama', 'fleet', 'models'], models],
  );

export const inputs = [
  fleet({ name: 'support', from: 'small/Q4_K_M', adapter: 'tax' }),
  fleet('small/Q4_K_M', { name: 'lawyer', from: 'small/Q4_K_M', adapter: 'legal' }),
];

export const report = `test.ollama.fleet.models: 'tax' of 'support:latest' is no adapter of the model in the catalogue.
  fix: lock it with the model: npm run lock -- REPOSITORY FILE --adapter tax=FILE
  allowed: legal
  [Adapter]
test.ollama.fleet.models: 'small:Q4_K_M' has no adapter and 'lawyer:latest', which is the same model, adapter 'legal': Ollama would load the model again for each.
  fix: the same adapter for both · a fleet for each · a llama-server with both adapters, under models
  [Adapter]`;
