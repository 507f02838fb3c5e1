/** A system prompt that the collector of the store would take for a manifest, and prompts that no ConfigMap holds. */
import { changed } from './base';

export const inputs = [
  changed([
    ['ollama', 'fleet', 'models'],
    [{ name: 'support', from: 'small/Q4_K_M', system: 'Answer as {"schemaVersion": 2}' }],
  ]),
  changed([
    ['ollama', 'fleet', 'models'],
    Array.from({ length: 9 }, (_, i) => ({
      name: `support-${i}`,
      from: 'small/Q4_K_M',
      system: `${i}`.padEnd(60_000, '.'),
    })),
  ]),
];

export const report = `test.ollama.fleet.models[0].system: it contains "schemaVersion", by which the store knows manifests.
  fix: write a space between the word and its quotes
  [ModelfileText]
test.ollama.fleet.models: system prompts and templates have 528 KiB together.
  allowed: at most 512 KiB, because a ConfigMap holds them
  fix: shorter ones, or several fleets
  [ModelfileText]`;
