/** Who may connect to what, by groups: every pair, allowed with its ports or denied. */
import type { EndGroup, GroupMatrix } from '../../reachability';
import type { Facts } from '../facts';
import { name } from '../html/figure';
import { type Content, markup, type Markup, nothing } from '../html/markup';
import { type Section, lines } from '../html/section';
import { table } from '../html/table';

/** Groups with a connection, or pods of ours: everything else is denied in both directions. */
function shownGroups({ groups, connections }: GroupMatrix): readonly EndGroup[] {
  const connected = new Set(connections.flatMap(({ from, to }) => [from, to]));
  return groups.filter((group) => group.of === 'own' || connected.has(group));
}

/** Members that are named at once; more are folded. */
const fewMembers = 8;

function groupName({ name: text, members }: EndGroup): Markup {
  if (members.length === 1) return name(text);
  // All of them are in the namespace that the name of the group begins with.
  const own = name(members.map((member) => member.replace(/^[^/]*\//, '')).join(', '));
  return members.length <= fewMembers
    ? markup`${name(text)}: ${own}`
    : markup`<details><summary>${name(`${text} (${members.length})`)}</summary>${own}</details>`;
}

/** The title of a column: who is in the group, where they are few. */
const titleOf = ({ name: text, members }: EndGroup): string =>
  members.length === 1 || members.length > fewMembers
    ? text
    : `${text}: ${members.map((member) => member.replace(/^[^/]*\//, '')).join(', ')}`;

function matrixTable(matrix: GroupMatrix): Markup {
  const shown = shownGroups(matrix);
  const sources = shown.filter((group) => matrix.connections.some(({ from }) => from === group));
  const targets = shown.filter((group) => matrix.connections.some(({ to }) => to === group));
  const ports = new Map(matrix.connections.map(({ from, to, ports: list }) => [`${from.name}\n${to.name}`, list]));
  return table(
    'Allowed connections: from the row to the column',
    ['from', ...targets.map(titleOf)],
    sources.map((from): readonly Content[] => [
      groupName(from),
      ...targets.map((to) => {
        const allowed = ports.get(`${from.name}\n${to.name}`);
        return allowed === undefined ? markup`<span class="denied">denied</span>` : name(allowed.join(', '));
      }),
    ]),
  );
}

/** The connectivity matrix. */
export function reachability({ matrix, before }: Facts): Section {
  const silent = shownGroups(matrix).filter(
    (group) => !matrix.connections.some(({ from, to }) => from === group || to === group),
  );
  const flows = before?.difference.flows;
  return {
    id: 'reachability',
    title: 'Allowed connections',
    about:
      'What the network policies of the manifests allow. Groups without a column here receive nothing, and those without a row open nothing: other pods, other addresses and the metadata address too.',
    body: [
      matrixTable(matrix),
      silent.length === 0
        ? ''
        : markup`<p>Without any connection: ${name(silent.map(({ name: title }) => title).join(', '))}.</p>`,
    ],
    changes: {
      shown: [
        lines([
          ...(flows?.opened ?? []).map((flow) => markup`<ins>opened</ins> ${name(flow)}`),
          ...(flows?.closed ?? []).map((flow) => markup`<del>closed</del> ${name(flow)}`),
        ]) ?? nothing,
      ],
      unknown: [],
    },
  };
}
