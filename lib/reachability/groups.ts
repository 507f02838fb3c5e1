/** The connectivity matrix by groups: pods that do the same work and that policies treat alike are one row. */
import type { Manifest } from '../kubernetes/read';
import { alikeEnds } from './alike';
import { type End, podEnds } from './ends';
import { Evaluator } from './evaluator';
import { policiesOf } from './policies';
import { portTexts } from './ports';
import { type Surroundings, surroundingsOf } from './world';

/** Ends that have the same connections. */
export interface EndGroup {
  /** `llm-serving/ollama`, or of several `llm-serving/llama-server` */
  readonly name: string;
  /** Names of the ends; one or more. */
  readonly members: readonly string[];
  /** Label `app.kubernetes.io/name` of the pods. @default - none, or no pods */
  readonly component?: string;
  /** Pods of the manifests, pods of others that policies name or that stand beside them, or anything else. */
  readonly of: 'own' | 'named' | 'rest';
}

/** A connection between two groups: between each end of the one and each of the other. */
export interface GroupConnection {
  readonly from: EndGroup;
  readonly to: EndGroup;
  /** `TCP 8080`; never empty. */
  readonly ports: readonly string[];
}

export interface GroupMatrix {
  readonly groups: readonly EndGroup[];
  readonly connections: readonly GroupConnection[];
}

interface Member {
  readonly end: End;
  readonly of: EndGroup['of'];
  /** Whether the policies decide its connections: all but those between two ends that are peers only. */
  readonly isDecided: boolean;
}

const componentOf = ({ end }: Pick<Member, 'end'>): string | undefined =>
  end.kind === 'pods' ? end.labels['app.kubernetes.io/name'] : undefined;

const workOf = ({ end, of }: Member): string =>
  of === 'own' && end.kind === 'pods' ? `${end.namespace ?? ''}/${componentOf({ end }) ?? end.name}` : end.name;

/** One name for each group: that of its work, or of its first member where several groups do the same. */
function named(groups: readonly (readonly Member[])[]): readonly EndGroup[] {
  const works = groups.map(([first]) => (first === undefined ? '' : workOf(first)));
  return groups.flatMap((members, i) => {
    const [first] = members;
    if (first === undefined) return [];
    const work = works[i] ?? '';
    const isOnly = works.indexOf(work) === works.lastIndexOf(work);
    const name =
      members.length === 1 ? first.end.name : isOnly ? work : `${first.end.name} and ${members.length - 1} more`;
    return [{ name, members: members.map(({ end }) => end.name), component: componentOf(first), of: first.of }];
  });
}

/**
 * The matrix of some manifests. It states what {@link connections} states, for groups: the time that it takes grows with
 * the number of pods, and not with that of pairs.
 */
export function groupMatrix(
  manifests: readonly Manifest[],
  { named: peers, beside, rest }: Surroundings = surroundingsOf(manifests),
): GroupMatrix {
  const workloads = podEnds(manifests);
  const namespaces = new Set([...workloads, ...policiesOf(manifests)].map(({ namespace }) => namespace));
  const members: readonly Member[] = [
    ...workloads.map((end): Member => ({ end, of: 'own', isDecided: true })),
    ...beside
      .filter(({ namespace }) => namespaces.has(namespace))
      .map((end): Member => ({ end, of: 'named', isDecided: true })),
    ...peers.map((end): Member => ({ end, of: 'named', isDecided: false })),
    ...rest.map((end): Member => ({ end, of: 'rest', isDecided: false })),
  ];
  const byEnd = new Map(members.map((member) => [member.end, member]));
  const own = (end: End): Member => byEnd.get(end) ?? { end, of: 'rest', isDecided: false };
  const alike = alikeEnds(
    manifests,
    members.map(({ end }) => end),
    (end) => `${own(end).of} ${workOf(own(end))}`,
  );
  const groups = named(alike.map((ends) => ends.map(own)));
  const evaluator = new Evaluator(manifests);
  // One end stands for its group.
  const connections = alike.flatMap(([from], i) =>
    alike.flatMap(([to], j) => {
      const [source, target] = [groups[i], groups[j]];
      if (from === undefined || to === undefined || source === undefined || target === undefined) return [];
      if (!own(from).isDecided && !own(to).isDecided) return [];
      const ports = portTexts(evaluator.connections(from, to));
      return ports.length === 0 ? [] : [{ from: source, to: target, ports }];
    }),
  );
  return { groups, connections };
}
