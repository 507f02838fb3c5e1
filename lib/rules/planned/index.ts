/**
 * Refuses an amendment that changes what the plan counted on, or opens a mount, a port, a privilege or a place, without
 * an exemption.
 */
import { identity, type Manifest } from '../../kubernetes/read';
import type { Evidence, Seen } from '../evidence';
import { podOf } from '../pods';
import { shown, type Finding, type Rule } from '../rule';
import { objectChanges, openings, podChanges, type Change } from './compare';

/** Longest value that a sentence shows whole. */
const longest = 120;

function brief(value: unknown): string {
  const text = shown(value);
  return text.length <= longest ? text : `${text.slice(0, longest)}…`;
}

const fix =
  'remove it, or change the field of the environment that decides it; or exempt the object from `as-planned`, with a reason';

function ofObject(seen: Seen, drawn: Manifest): Finding[] {
  const { manifest } = seen;
  const [before, after] = [podOf({ ...seen, manifest: drawn, body: drawn }), podOf(seen)];
  const changes: readonly Change[] = [
    ...objectChanges(drawn, manifest),
    ...(before === undefined || after === undefined ? [] : podChanges(before, after)),
  ];
  const opened = [
    ...openings(drawn.metadata.annotations, manifest.metadata.annotations, 'metadata.annotations'),
    ...openings(drawn.metadata.labels, manifest.metadata.labels, 'metadata.labels'),
    ...(before === undefined || after === undefined
      ? []
      : [
          ...openings(before.annotations, after.annotations, `${after.metadataField}.annotations`),
          ...openings(before.labels, after.labels, `${after.metadataField}.labels`),
        ]),
  ];
  return [
    ...changes.map(({ field, before: was, after: is }) => ({
      manifest,
      field,
      found: `is ${brief(is)}, and Corral renders ${brief(was)}`,
      fix,
    })),
    ...opened.map(({ field, what }) => ({ manifest, field, found: what, fix })),
  ];
}

export const asPlanned: Rule = {
  name: 'as-planned',
  promise:
    'An amendment does not change the mounts, ports, privileges, resources, arguments and nodes of pods, or an object that limits them.',
  cluster: 'The server takes any change; what it opens, or what the plan no longer proves, shows only later.',
  check: ({ all, drawn }: Evidence) =>
    all.flatMap((seen) => {
      const before = drawn.get(identity(seen.manifest));
      return before === undefined || before === seen.manifest ? [] : ofObject(seen, before);
    }),
};
