/** Whether the nodes of a pool are there, as many as declared, ready, and open for pods. */
import { suggest } from '../core/suggest';
import { counted } from '../plan/amounts-text';
import type { Inventory } from '../inventory';
import { difference, type Difference } from './difference';
import { labelDifferences, nearMisses } from './labels';
import type { LivePool } from './live-pool';
import { asArguments, byText, listed, named } from './node-list';

const hostname = 'kubernetes.io/hostname';
const karpenterGroup = 'karpenter.sh';

const selectorText = ({ pool: { selector } }: LivePool): string =>
  selector.map(({ key, operator, values = [] }) => `${operator === 'NotIn' ? 'no ' : ''}${key}=${values.join(' or ')}`).join(', ');

export const isOfKarpenter = ({ pool: { selector } }: LivePool): boolean => selector.some(({ key }) => key.startsWith(`${karpenterGroup}/`));

function missingNames({ pool: { nodeNames = [] }, at, nodes, unclaimed }: LivePool): readonly Difference[] {
  const there = new Set(nodes.map(({ labels, name }) => labels[hostname] ?? name));
  const near = new Set(unclaimed.map(({ name }) => name));
  // A node that a label puts into the pool may be called otherwise than declared.
  const called = new Set([...near, ...there].filter((name) => !nodeNames.includes(name)));
  const missing = nodeNames.filter((name) => !there.has(name) && !near.has(name));
  return missing.map((name) => {
    const meant = suggest(name, called);
    const found = meant.length === 0 ? 'no node of that name' : `no node of that name, but ${listed(meant)}`;
    return difference('NodesMissing', at, `node '${name}'`, found, 'join it to the cluster', 'write in nodes what is there');
  });
}

/** Nodes that are counted, not named. Karpenter makes them when pods wait. */
function tooFew(live: LivePool): readonly Difference[] {
  const { pool, at, nodes } = live;
  if (pool.nodeNames !== undefined || nodes.length + nearMisses(live).length >= pool.nodes.min || isOfKarpenter(live)) return [];
  const least = `${pool.nodes.min === pool.nodes.max ? '' : 'at least '}${counted(pool.nodes.min, 'node')}`;
  const found = nodes.length === 0 ? 'none' : `${nodes.length}: ${named(nodes)}`;
  const byLabel = pool.selector.filter(({ operator }) => operator === 'In').map(({ key, values = [] }) => `${key}=${values[0] ?? ''}`);
  return [difference('NodesMissing', at, `${least} with ${selectorText(live)}`, found,
    'join more nodes', `label those that are meant: kubectl label node NODE ${byLabel.join(' ')}`, 'state in nodes how many there are')];
}

function tooMany({ pool, at, nodes }: LivePool): readonly Difference[] {
  if (nodes.length <= pool.nodes.max) return [];
  const count = pool.on === 'cloud' ? `nodes: { min: ${pool.nodes.min}, max: ${nodes.length} }` : `nodes: ${nodes.length}`;
  const most = `${pool.nodes.min === pool.nodes.max ? '' : 'at most '}${counted(pool.nodes.max, 'node')}`;
  return [difference('NodesTooMany', at, most, `${nodes.length}: ${named(nodes)}`, count, 'set the others apart by labels')];
}

/** A pool of Karpenter's where nobody runs it. */
function noProvisioner(live: LivePool, { groups }: Inventory): readonly Difference[] {
  if (!isOfKarpenter(live) || groups.has(karpenterGroup)) return [];
  return [difference('ProvisionerMissing', live.at, 'nodes that Karpenter makes', `no API group ${karpenterGroup}`,
    'install Karpenter', "state provisioner: 'eks-node-group', 'gke' or 'aks'", 'state labels that the nodes carry')];
}

function states({ at, nodes }: LivePool): readonly Difference[] {
  const notReady = [...byText(nodes, (node) => node.notReady)].map(([because, those]) =>
    difference('NodeNotReady', at, 'nodes that are ready', `${named(those)} not ready: ${because}`, `kubectl describe node ${asArguments(those)}`));
  const cordoned = nodes.filter(({ isCordoned }) => isCordoned);
  if (cordoned.length === 0) return notReady;
  return [...notReady, difference('NodeCordoned', at, 'nodes that take pods', `${named(cordoned)} cordoned`, `kubectl uncordon ${asArguments(cordoned)}`)];
}

export const nodeDifferences = (live: LivePool, inventory: Inventory): readonly Difference[] => [
  ...labelDifferences(live), ...missingNames(live), ...tooFew(live), ...tooMany(live), ...noProvisioner(live, inventory), ...states(live),
];
