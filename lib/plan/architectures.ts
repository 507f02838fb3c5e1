/** Whether every image of a pod is built for the processors of every pool that the pod may run on. */
import { childPath, type Path } from '../core';
import { architecturesOf, type Image, images } from '../catalog';
import { engineOf, type Environment, type NodePool } from '../environment';
import { type ServerWorkload, workloadPlace } from '../workload';
import { planFault } from './fault-codes';
import { finding, type Changes, type Finding } from './finding';
import { withServer } from './remedies/changed';
import { poolsOf, tunedPools } from './scheduling';
import type { SupportWorkload } from './support';

const runsOn = (image: Image, { architecture }: NodePool): boolean => architecturesOf(image).includes(architecture);

/** One finding for each pool: its name, the first image that it cannot run, and what that is built for. */
function findingsOf(
  pods: { readonly at: Path; readonly title: string; readonly images: readonly Image[] },
  pools: readonly NodePool[],
  fix: string,
  changes?: readonly Changes[],
): readonly Finding[] {
  return pools.flatMap((pool) => {
    const wrong = pods.images.filter((image) => !runsOn(image, pool));
    const [first] = wrong;
    if (first === undefined) return [];
    const names = wrong.map(({ repository, tag }) => `${repository}:${tag}`).join(' and ');
    return [
      finding(
        planFault(
          'ImageArchitecture',
          pods.at,
          `${pods.title} may run on pool '${pool.name}' with ${pool.architecture} processors, and ${names} ${
            wrong.length === 1 ? 'is' : 'are'
          } known to be built for ${architecturesOf(first).join(' and ')} only`,
          { fix },
        ),
        changes,
      ),
    ];
  });
}

/** Images of the containers of a workload. */
function imagesOfServer(environment: Environment, workload: ServerWorkload): readonly Image[] {
  const engine = engineOf(environment, workload);
  const { kind } = workload.local;
  // All pools of a workload have the same.
  const [first] = poolsOf(environment, workload.pools);
  const resource = workload.gpus > 0 ? first?.gpu?.resource : undefined;
  return [
    engine.image(workload, resource),
    ...(kind === 'direct' || kind === 'image' ? [] : [images.curl]),
    ...(environment.monitoring === undefined || engine.exporter === undefined ? [] : [engine.exporter.image]),
  ];
}

/** Only the pools of a workload that can run its images. */
const onlyServed =
  (environment: Environment, workload: ServerWorkload, all: readonly Image[]): Changes =>
  () => {
    const kept = poolsOf(environment, workload.pools)
      .filter((pool) => all.every((image) => runsOn(image, pool)))
      .map(({ name }) => name);
    return kept.length === 0
      ? []
      : [{ says: `pools ${kept.join(', ')}`, to: withServer(environment, workload.name, { pools: kept }) }];
  };

/** What the pods of a workload cannot run on. */
export function serverArchitectures(environment: Environment, workload: ServerWorkload): readonly Finding[] {
  const all = imagesOfServer(environment, workload);
  const at = childPath(workloadPlace(environment.name, workload), 'pools');
  return findingsOf(
    { at, title: workload.name, images: all },
    poolsOf(environment, workload.pools),
    'name pools with processors that the image is built for',
    [onlyServed(environment, workload, all)],
  );
}

/** What the pods beside the engines cannot run on, and the DaemonSet that tunes nodes. */
export const supportArchitectures = (
  environment: Environment,
  support: readonly SupportWorkload[],
): readonly Finding[] => [
  ...support.flatMap(({ at, title, image, furtherImages = [], pools }) =>
    findingsOf(
      { at, title, images: [image, ...furtherImages] },
      poolsOf(environment, pools ?? environment.supportPools),
      'supportPools with processors that the image is built for',
    ),
  ),
  ...tunedPools(environment).flatMap((pool) =>
    findingsOf(
      {
        at: childPath(environment.name, 'nodePools', pool.name, 'tuning'),
        title: 'what tunes nodes',
        images: [images.curl],
      },
      [pool],
      'leave out daemonSet',
    ),
  ),
];
