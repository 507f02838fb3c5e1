/** An environment on a control plane of its own: its machines have joined, its neighbours are there, its storage drivers answer. */
import type { INode } from 'kubernetes-models/v1';
import type { EnvironmentInput } from '../../../lib';
import type { Plan } from '../../../lib/plan/plan';
import { ControlPlane } from '../control-plane/control-plane';
import type { ExtraArguments } from '../control-plane/arguments';
import { joinNodes } from '../nodes';
import { machinesOf } from './machines';
import { neighboursOf } from './neighbours';
import { startProvisioner } from './provisioner';
import { render, type Rendered } from './rendered';

export interface World {
  readonly input: EnvironmentInput;
  readonly plan: Plan;
  readonly plane: ControlPlane;
  readonly rendered: Rendered;
  /** Nodes by pool, as many as each may have. */
  readonly machines: ReadonlyMap<string, readonly INode[]>;
  /** Ends the control plane and removes what was rendered. */
  end(): Promise<void>;
}

/** Without the wait of fifteen seconds between two looks; what an autoscaler decides is the same. */
const quickAutoscalers: ExtraArguments = { controllerManager: ['--horizontal-pod-autoscaler-sync-period=1s'] };

/** Starts a control plane with everything that an environment expects, and nothing of the environment itself. */
export async function startWorld(input: EnvironmentInput, extra: ExtraArguments = quickAutoscalers): Promise<World> {
  const rendered = render(input);
  const { plan } = rendered.synthesis;
  const plane = await ControlPlane.start(extra);
  const machines = machinesOf(input, plan.environment);
  const provisioner = startProvisioner(plane.client);
  await plane.client.apply(neighboursOf(plan.environment), { fieldManager: 'cluster-team' });
  await joinNodes(plane.client, [...machines.values()].flat());
  return {
    input, plan, plane, rendered, machines,
    async end() {
      rendered.remove();
      await provisioner.stop();
      await plane.stop();
    },
  };
}
