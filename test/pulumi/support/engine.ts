/** Pulumi's engine as a recorder: what the program asks for, without a CLI, a provider or a cluster. */
import * as pulumi from '@pulumi/pulumi';
import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb';
import type { EnvironmentInput, Manifest } from '../../../lib';
import type { KubernetesObject } from '../../../deploy/pulumi/kubernetes-object';
import { declare } from '../../../deploy/pulumi/program';
import type { Settings } from '../../../deploy/pulumi/settings';

/** A resource as the engine is asked for it. */
export interface Requested {
  readonly urn: string;
  readonly type: string;
  readonly inputs: Manifest;
  readonly dependencies: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly timeouts: { readonly create?: string; readonly update?: string; readonly delete?: string };
}

export const settings: Settings = { context: 'office', allowDelete: [], handOver: false };

/** The one method of the monitor that matters here. */
interface Monitor {
  registerResource(
    request: RegisterResourceRequest,
    callback: (error: unknown, response: { getUrn(): string }) => void,
  ): Promise<void>;
}

function record(requests: Requested[]): void {
  const monitor = pulumi.runtime.getMonitor() as unknown as Monitor;
  const register = monitor.registerResource.bind(monitor);
  monitor.registerResource = (request, callback) =>
    register(request, (error, response) => {
      const timeouts = request.getCustomtimeouts();
      requests.push({
        urn: response.getUrn(),
        type: request.getType(),
        inputs: request.getObject()?.toJavaScript() as unknown as Manifest,
        dependencies: request.getDependenciesList(),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        timeouts: { create: timeouts?.getCreate(), update: timeouts?.getUpdate(), delete: timeouts?.getDelete() },
      });
      callback(error, response);
    });
}

/** Every resource that a program asks for, in order. */
export async function requestedBy(
  stack: string,
  program: () => readonly KubernetesObject[],
): Promise<readonly Requested[]> {
  const requests: Requested[] = [];
  await pulumi.runtime.setMocks(
    {
      newResource: ({ name, inputs }) => ({ id: `${name}-id`, state: inputs as Record<string, unknown> }),
      call: () => ({}),
    },
    'corral',
    stack,
  );
  record(requests);
  const resources = program();
  // Resolved only once the engine has answered.
  await new Promise((resolve) => {
    pulumi.all(resources.map(({ urn }) => urn)).apply(resolve);
  });
  return requests;
}

/** Every resource of the stack of an environment, the provider first. */
export const requested = (
  environment: EnvironmentInput,
  changed: Partial<Settings> = {},
): Promise<readonly Requested[]> =>
  requestedBy(environment.name, () => declare([environment], environment.name, { ...settings, ...changed }, false));
