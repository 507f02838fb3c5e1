/**
 * Tries random environments one after the other on a control plane that is renewed now and then; several lanes run side
 * by side.
 */
import fc from 'fast-check';
import { messageOf } from '../../../scripts/toolchain/errors';
import type { EnvironmentInput } from '../../../lib';
import { fullEnvironment, type FullEnvironment } from '../../generators/full';
import { ControlPlane } from '../control-plane/control-plane';
import { startProvisioner } from '../world/provisioner';
import type { Repeated } from '../world/repeatedly';
import { apart } from './plot';
import { tryOut, type Outcome } from './trial';
import { verdictOf, type Verdict } from './verdict';

/** One environment that was tried. */
export interface Tried extends Outcome {
  readonly fits: Verdict['fits'];
  readonly full: FullEnvironment;
}

export interface LaneResult {
  readonly tried: readonly Tried[];
  /** The smallest environment on which plan and scheduler differ, how, and how to try it again. */
  readonly counterexample?: string;
}

/** Environments on one control plane: their pods stay, and some hundreds of them slow nothing down. */
const perPlane = 25;
/** Further environments that are tried to find a smaller one that fails. */
const mostShrinks = 12;

/** Hands out control planes, each for some environments. */
class Planes {
  private current?: { readonly plane: ControlPlane; readonly provisioner: Repeated; used: number };

  async take(): Promise<{ readonly plane: ControlPlane; readonly number: number }> {
    if (this.current !== undefined && this.current.used >= perPlane) await this.end();
    if (this.current === undefined) {
      const plane = await ControlPlane.start();
      this.current = { plane, provisioner: startProvisioner(plane.client), used: 0 };
    }
    this.current.used += 1;
    return { plane: this.current.plane, number: this.current.used };
  }

  async end(): Promise<void> {
    await this.current?.provisioner.stop();
    await this.current?.plane.stop();
    this.current = undefined;
  }
}

/** Pools and workloads of an environment: what is drawn by lot. */
const drawn = ({ nodePools, models, ollama }: EnvironmentInput): string =>
  JSON.stringify({ nodePools, models, ollama }, undefined, 1);

/** Tries `count` environments of a seed. */
export async function runLane(count: number, seed: number): Promise<LaneResult> {
  const planes = new Planes();
  const tried: Tried[] = [];
  let failures = 0;
  let shrinks = 0;
  const property = fc.asyncProperty(fullEnvironment, fc.noShrink(fc.nat()), async (full, lot) => {
    if (failures > 0 && (shrinks += 1) > mostShrinks) return;
    const { plane, number } = await planes.take();
    const input = apart(full.input, `fleet-${number}`);
    const verdict = verdictOf(input);
    let draws = lot;
    const outcome = await tryOut(
      input,
      verdict,
      plane,
      (charts) =>
        fc.sample(fc.shuffledSubarray([...charts], { minLength: charts.length }), {
          numRuns: 1,
          seed: (draws += 1),
        })[0] ?? charts,
    ).catch((error: Error) => ({ disagreements: [error.message], orders: 0, stuckOrders: 0, drained: 0 }));
    if (failures === 0) tried.push({ fits: verdict.fits, full, ...outcome });
    if (outcome.disagreements.length === 0) return;
    if (failures === 0)
      process.stdout.write(
        `fleets: ${input.name} of seed ${seed} differs, looking for a smaller one:\n${outcome.disagreements.join('\n')}\n`,
      );
    failures += 1;
    throw new Error(outcome.disagreements.join('\n'));
  });
  try {
    const { failed, counterexample, counterexamplePath, errorInstance } = await fc.check(property, {
      numRuns: count,
      seed,
      endOnFailure: false,
    });
    if (!failed) return { tried };
    const [smallest] = counterexample ?? [];
    const message = messageOf(errorInstance);
    return {
      tried,
      counterexample: `seed ${seed}, path ${counterexamplePath}: ${message}\n${smallest === undefined ? '' : drawn(smallest.input)}`,
    };
  } finally {
    await planes.end();
  }
}
