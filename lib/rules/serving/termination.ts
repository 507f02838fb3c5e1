/**
 * Refuses pods that are killed before they have drained, and engines that do not drain or outstay the notice of a spot
 * node.
 */
import { gatewayNames } from '../../gateway';
import type { Evidence } from '../evidence';
import { enginesOf } from '../engines';
import { orNone } from '../lists';
import type { Pod, PodContainer } from '../pods';
import type { Finding, Rule } from '../rule';

const defaultGrace = 30;

/** Seconds that the hook of a container takes; one that runs a program takes as long as the plan lets requests end. */
function hookSeconds({ container: { lifecycle } }: PodContainer, drain: number | undefined): number {
  const hook = lifecycle?.preStop;
  if (hook === undefined) return 0;
  return hook.sleep?.seconds ?? drain ?? 0;
}

/** What the plan lets a pod wait for when it ends, and the pools that it may run on. */
interface Ending {
  readonly drain: number;
  readonly pools: readonly string[];
}

/** Of a pod of an engine, or of the gateway; other pods wait for nothing. */
function endingOf(pod: Pod, { planOf, plan }: Evidence): Ending | undefined {
  const server = planOf(pod);
  if (server !== undefined) return { drain: server.budgets.drain.value, pools: server.workload.pools };
  const { environment, gateway } = plan;
  return gateway !== undefined && pod.labels['app.kubernetes.io/name'] === gatewayNames.workload
    ? { drain: gateway.longestAnswer.value, pools: orNone(environment.gateway?.pools) }
    : undefined;
}

function spotNotice(
  ending: Ending | undefined,
  { plan: { environment } }: Evidence,
): { readonly pool: string; readonly notice: number } | undefined {
  const notices = orNone(ending?.pools).flatMap((pool) => {
    const notice = environment.nodePools[pool]?.spotNotice;
    return notice === undefined ? [] : [{ pool, notice }];
  });
  return notices.reduce<(typeof notices)[number] | undefined>(
    (least, next) => (least === undefined || next.notice < least.notice ? next : least),
    undefined,
  );
}

function ofPod(pod: Pod, evidence: Evidence): Finding[] {
  const {
    workload: { manifest },
    spec,
    field,
    containers,
  } = pod;
  const ending = endingOf(pod, evidence);
  const hook = Math.max(...containers.map((each) => hookSeconds(each, ending?.drain)), 0);
  const grace = spec.terminationGracePeriodSeconds ?? defaultGrace;
  const spot = spotNotice(ending, evidence);
  const afterHook = evidence.plan.shutdown.value;
  const finding = (found: string, fix: string): Finding => ({
    manifest,
    field: `${field}.terminationGracePeriodSeconds`,
    found,
    fix,
  });
  return [
    ...(hook > 0 && grace < hook + afterHook
      ? [
          finding(
            `${grace} s is less than a drain of ${hook} s and ${afterHook} s to end`,
            `at least ${hook + afterHook}`,
          ),
        ]
      : []),
    ...(spot !== undefined && grace > spot.notice
      ? [
          finding(
            `${grace} s are more than the ${spot.notice} s of notice on pool '${spot.pool}'`,
            `at most ${spot.notice}: lower maxOutputLength, or take pools on demand`,
          ),
        ]
      : []),
  ];
}

function check(evidence: Evidence): Finding[] {
  return [
    ...enginesOf(evidence)
      .filter(({ container }) => container.lifecycle?.preStop === undefined)
      .map(
        ({
          pod: {
            workload: { manifest },
          },
          field,
        }) => ({
          manifest,
          field: `${field}.lifecycle.preStop`,
          found: 'does not drain: an engine cuts every running answer when it gets SIGTERM',
          fix: 'add a hook that waits for running answers',
        }),
      ),
    ...evidence.pods.flatMap((pod) => ofPod(pod, evidence)),
  ];
}

export const termination: Rule = {
  name: 'termination',
  promise:
    'Engines drain before they end; the grace period covers the drain and the time to end, and stays within the notice of every spot pool.',
  cluster:
    'The server takes any grace period; a simulated kubelet runs no hook, so the drain is shown on the real engine.',
  check,
};
