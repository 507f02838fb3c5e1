/**
 * An environment on a control plane: its machines have joined, its neighbours are there, its storage drivers answer.
 */
import type { INode } from 'kubernetes-models/v1';
import type { EnvironmentInput } from '../../../lib';
import type { Plan } from '../../../lib/plan/plan';
import { ControlPlane } from '../control-plane/control-plane';
import type { ExtraArguments, OtherPrograms } from '../control-plane/arguments';
import type { Kubelets } from '../control-plane/stages';
import { joinNodes } from '../nodes';
import { installNeeded } from './definitions';
import { startKeda } from './keda';
import { machinesOf } from './machines';
import { neighboursOf } from './neighbours';
import { startProvisioner } from './provisioner';
import { devicesOf } from './devices';
import { render, type Rendered } from './rendered';

/** Where an environment is, or will be, applied. */
export interface Site {
  readonly input: EnvironmentInput;
  readonly plan: Plan;
  readonly plane: ControlPlane;
  /** Nodes by pool, as many as each may have. */
  readonly machines: ReadonlyMap<string, readonly INode[]>;
}

/** An environment that has its control plane to itself. */
export interface World extends Site {
  readonly rendered: Rendered;
  /** Ends the control plane and removes all that was written. */
  end(): Promise<void>;
}

/** Without the wait of fifteen seconds between two looks; what an autoscaler decides is the same. */
const quickAutoscalers: ExtraArguments = { controllerManager: ['--horizontal-pod-autoscaler-sync-period=1s'] };

/** Registers the machines of an environment and what it builds on. */
export async function prepare({ plane, plan, machines }: Site): Promise<void> {
  await plane.client.apply(neighboursOf(plan.environment), { fieldManager: 'cluster-team' });
  await installNeeded(plane.client, plan.environment);
  await joinNodes(plane.client, [...machines.values()].flat());
  await plane.client.apply(devicesOf(plan.environment, machines), { fieldManager: 'dra-driver' });
}

/** Starts a control plane with everything that an environment expects, and nothing of the environment itself. */
export async function startWorld(
  input: EnvironmentInput,
  extra: ExtraArguments & OtherPrograms & Kubelets = quickAutoscalers,
): Promise<World> {
  const plane = await ControlPlane.start(extra);
  const rendered = render(input, plane);
  const { plan } = rendered.synthesis;
  const provisioner = startProvisioner(plane.client);
  const site = { input, plan, plane, machines: machinesOf(input, plan.environment) };
  await prepare(site);
  const keda = plan.environment.cluster.metrics === 'keda' ? startKeda(plane.client) : undefined;
  return {
    ...site,
    rendered,
    async end() {
      await keda?.stop();
      await provisioner.stop();
      await plane.stop();
    },
  };
}
