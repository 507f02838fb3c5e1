/** The custom resource definitions that an environment takes from others, from those projects' own modules. */
import type { Environment } from '../../../lib/environment/environment';
import { needsOf } from '../../../lib/plan';
import type { KubernetesClient } from '../client/client';
import { installDefinitions } from '../client/custom-resources';

/** Installs those that an environment needs. Their controllers do not run. */
export const installNeeded = (client: KubernetesClient, environment: Environment): Promise<void> =>
  installDefinitions(
    client,
    needsOf(environment)
      .filter(({ kind }) => kind === 'CustomResourceDefinition')
      .map(({ name }) => name),
  );
