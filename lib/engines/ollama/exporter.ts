/** What writes the metrics of Ollama, which has none. */
import { images } from '../../catalog';
import { ollamaExporter as program } from '../../programs';
import { ollamaExporterWants } from '../../workload';
import type { Exporter } from '../engine-pod';
import { ollamaContract } from './ollama';

const port = 9434;

export const ollamaExporter: Exporter = {
  name: 'exporter',
  port,
  wants: ollamaExporterWants,
  image: images.nodejs,
  run: (host) => program.run({ port, server: ollamaContract.port, host }),
};
