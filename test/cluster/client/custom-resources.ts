/** Custom resource definitions of operators, from those projects' own modules. */
import { existsSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { toolPath } from '../../../scripts/toolchain/tools';
import { definitionTools } from '../../components/sets';
import type { KubernetesClient } from './client';
import { hasCondition } from './conditions';

/** The file of a definition; its name is `<plural>.<group>`. */
async function fileOf(definition: string): Promise<string> {
  const [, plural = '', group = ''] = /^([^.]+)\.(.+)$/.exec(definition) ?? [];
  const files = (await Promise.all(definitionTools.map(toolPath))).map((folder) =>
    join(folder, `${group}_${plural}.yaml`),
  );
  const file = files.find(existsSync);
  if (file === undefined)
    throw new Error(`no pinned operator defines ${definition}; there are: ${definitionTools.join(', ')}`);
  return file;
}

/**
 * Installs definitions by name (`servicemonitors.monitoring.coreos.com`) and waits until their kinds are served. The
 * operators themselves do not run. The files go to the server as they are: parsing half a megabyte of YAML here would
 * take longer.
 */
export async function installDefinitions(client: KubernetesClient, definitions: readonly string[]): Promise<void> {
  for (const name of definitions) {
    const text = await readFile(await fileOf(name), 'utf8');
    const query = { fieldManager: 'corral-test', force: 'true' };
    await client.connection.send('PATCH', `/apis/apiextensions.k8s.io/v1/customresourcedefinitions/${name}`, {
      query,
      text,
      contentType: 'application/apply-patch+yaml',
    });
  }
  for (const name of definitions) {
    await client.waitFor('is served', 'CustomResourceDefinition', name, undefined, (definition) =>
      hasCondition(definition, 'Established'),
    );
  }
}
