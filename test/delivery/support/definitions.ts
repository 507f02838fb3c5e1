/** Custom resource definitions as their project publishes them, installed whole. */
import type { ComponentName } from '../../../scripts/toolchain/components';
import { toolPath } from '../../../scripts/toolchain/tools';
import { hasCondition } from '../../cluster/client/conditions';
import { waitUntil } from '../../cluster/client/wait';
import type { ControlPlane } from '../../cluster/control-plane/control-plane';

/**
 * Applies a folder of definitions and waits until every kind is served.
 *
 * @param as - whether the folder holds plain files, or a kustomization
 */
export async function installAll(
  { client, kubectl }: ControlPlane,
  folder: ComponentName,
  as: 'filename' | 'kustomize',
): Promise<void> {
  await kubectl.run(['apply', '--server-side', `--${as}`, await toolPath(folder)]);
  await waitUntil(
    `the kinds of ${folder} are served`,
    () => client.list('CustomResourceDefinition'),
    (definitions) => definitions.every((definition) => hasCondition(definition, 'Established')),
  );
}
