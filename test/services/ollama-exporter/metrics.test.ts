/** The text that the exporter of Ollama writes of an answer to `/api/ps`. */
import { expect, test } from '@jest/globals';
import { metricSources } from '../../../lib/observability';
import { metricsText, ollamaMetricNames } from '../../../services/ollama-exporter/src/metrics';

const now = Date.parse('2026-11-30T12:00:00Z');
const samples = (answer: unknown): readonly string[] =>
  metricsText(answer, now)
    .split('\n')
    .filter((line) => line !== '' && !line.startsWith('#'));

test('the registry has the metrics that it writes, and no other', () => {
  expect(Object.keys(metricSources['ollama-exporter'])).toEqual(ollamaMetricNames);
});

test('every metric has its type and its meaning, also without a sample', () => {
  const text = metricsText({ models: [] }, now);
  for (const name of ollamaMetricNames) {
    expect(text).toContain(`# TYPE ${name} gauge\n`);
    expect(text).toMatch(new RegExp(`# HELP ${name} \\S`));
  }
});

test('each loaded model: its bytes, those on GPUs, and when it may go', () => {
  const models = [
    { name: 'tiny:1b', size: 1000, size_vram: 400, expires_at: '2026-11-30T12:05:00.4Z' },
    { name: 'a"\\b', size: 7, size_vram: 7, expires_at: '2318-01-01T00:00:00Z' },
  ];
  expect(samples({ models })).toEqual([
    'ollama_up 1',
    'ollama_model_loaded{model="tiny:1b"} 1',
    'ollama_model_loaded{model="a\\"\\\\b"} 1',
    'ollama_model_bytes{model="tiny:1b"} 1000',
    'ollama_model_bytes{model="a\\"\\\\b"} 7',
    'ollama_model_vram_bytes{model="tiny:1b"} 400',
    'ollama_model_vram_bytes{model="a\\"\\\\b"} 7',
    'ollama_model_expires_seconds{model="tiny:1b"} 300',
    'ollama_model_expires_seconds{model="a\\"\\\\b"} 9185745600',
  ]);
});

test('a model that expires now has no negative time, and what is no number has no sample', () => {
  const models = [
    { name: 'late', expires_at: '2026-11-30T11:00:00Z' },
    { name: 'odd', size: '7', size_vram: null },
    { size: 7 },
    null,
  ];
  expect(samples({ models })).toEqual([
    'ollama_up 1',
    'ollama_model_loaded{model="late"} 1',
    'ollama_model_loaded{model="odd"} 1',
    'ollama_model_expires_seconds{model="late"} 0',
  ]);
});

test.each([undefined, null, 'text', {}, { models: {} }])('no list of models is a server that is down: %j', (answer) => {
  expect(samples(answer)).toEqual(['ollama_up 0']);
});
