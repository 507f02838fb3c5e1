/** Taints of live nodes beside those that a pool declares, which are those that its pods tolerate. */
import { vendorOf } from '../catalog';
import type { Taint } from '../core';
import type { PoolGpu } from '../environment';
import { covers, type LiveNode, taintText } from '../inventory';
import { difference, type Difference } from './difference';
import type { LivePool } from './live-pool';
import { asArguments, named } from './node-list';

/** As an overlay writes it. */
export const overlayText = ({ key, value, effect }: Taint): string =>
  `{ key: '${key}', ${value === undefined || value === '' ? '' : `value: '${value}', `}effect: '${effect}' }`;

/** What keeps others off GPU nodes: pods with GPUs always tolerate it, those of the platform without do not. */
const gpuTaint = ({ gpu }: PoolGpu): Taint => ({ key: vendorOf(gpu).taint, effect: 'NoSchedule' });

/** Taints of providers and of GPU nodes: others rely on them, and what set them sets them again. */
const keptByOthers =
  /^(kubernetes\.azure\.com|cloud\.google\.com|eks\.amazonaws\.com|karpenter\.sh|nvidia\.com|amd\.com|gpu\.intel\.com|kubernetes\.io|node-role\.kubernetes\.io)\//;

/** Taints of nodes, each with the nodes that carry it. */
function withNodes(
  nodes: readonly LiveNode[],
  taintsOf: (node: LiveNode) => readonly Taint[],
): readonly { readonly taint: Taint; readonly nodes: readonly LiveNode[] }[] {
  const groups = new Map<string, { readonly taint: Taint; readonly nodes: LiveNode[] }>();
  for (const node of nodes) {
    for (const taint of taintsOf(node)) {
      const group = groups.get(taintText(taint)) ?? { taint, nodes: [] };
      group.nodes.push(node);
      groups.set(taintText(taint), group);
    }
  }
  return [...groups.values()];
}

/** Taints that all pods of a pool tolerate. */
export function toleratedOn({ pool, takesSupport, tolerated }: LivePool): readonly Taint[] {
  const ofGpus = pool.gpu === undefined || takesSupport ? [] : [gpuTaint(pool.gpu)];
  return [...pool.taints, ...tolerated, ...ofGpus];
}

export function taintDifferences(live: LivePool): readonly Difference[] {
  const { pool, at, nodes } = live;
  const tolerated = toleratedOn(live);
  const strange = withNodes(nodes, ({ taints }) =>
    taints.filter(
      (taint) => taint.effect !== 'PreferNoSchedule' && !tolerated.some((declared) => covers(declared, taint)),
    ),
  );
  const missing = withNodes(nodes, ({ taints }) =>
    pool.taints.filter((declared) => !taints.some((taint) => covers(declared, taint))),
  );
  return [
    ...strange.map(({ taint, nodes: those }) =>
      difference(
        'TaintNotDeclared',
        at,
        `no taint ${taintText(taint)}`,
        `this taint on ${named(those)}`,
        `taints: [${[...pool.taints, taint].map(overlayText).join(', ')}]`,
        ...(keptByOthers.test(taint.key)
          ? []
          : [`if nothing else needs it: kubectl taint node ${asArguments(those)} ${taintText(taint)}-`]),
      ),
    ),
    ...missing.map(({ taint, nodes: those }) =>
      difference(
        'TaintMissing',
        at,
        `taint ${taintText(taint)}`,
        `no such taint on ${named(those)}, so other pods may run there`,
        `kubectl taint node ${asArguments(those)} ${taintText(taint)}`,
        'remove it from taints',
      ),
    ),
  ];
}
