/** The exporter beside an Ollama, as its pod runs it. */
import { chmodSync, copyFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ollamaExporter } from '../../../lib/programs';
import { toolPath } from '../../../scripts/toolchain/tools';
import type { Machine } from '../../engines/support/pod';
import { freePort } from '../../components/ports';

export async function startExporter(machine: Machine, server: number): Promise<{ readonly port: number }> {
  const port = await freePort();
  const folder = machine.folder('exporter');
  const node = join(folder, 'node');
  copyFileSync(await toolPath('node-24'), node);
  chmodSync(node, 0o755);
  const { command, files, env } = ollamaExporter.run({ port, server });
  for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, name), text, { mode: 0o644 });
  const [, ...args] = command.map((text) => text.replace('/etc/corral', folder));
  await machine.run([node, ...args], env);
  return { port };
}
