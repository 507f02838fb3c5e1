/** Writes metrics of an Ollama in the same pod. One file of JavaScript, built from `services/ollama-exporter`. */
import bundle from './ollama-exporter.json';
import { listeningAt } from './listening';
import { programFile, type Program } from './program';

/** Where it listens, and which server it asks. */
export interface OllamaExporterInputs {
  readonly port: number;
  /** Port of the Ollama, on loopback. */
  readonly server: number;
  /** Address at which it listens. @default '0.0.0.0' */
  readonly host?: string;
}

const text = `${bundle.lines.join('\n')}\n`;

/** Runs in the image of Node.js without a shell. Mount: `programFolder`. */
export const ollamaExporter: Program<OllamaExporterInputs> = {
  file: 'ollama-exporter.cjs',
  text,
  run: ({ port, server, host = '0.0.0.0' }) => ({
    command: [
      '/nodejs/bin/node',
      // It holds one answer of a few kilobytes at a time.
      '--max-old-space-size=24',
      '--max-semi-space-size=1',
      programFile(ollamaExporter.file),
      `${port}`,
      `http://127.0.0.1:${server}`,
    ],
    env: {},
    files: { [ollamaExporter.file]: listeningAt(text, host) },
  }),
};
