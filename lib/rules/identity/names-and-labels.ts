/**
 * Refuses names, labels, annotations and keys that Kubernetes would refuse, cut off, or carry only part of the way to a
 * pod.
 */
import { isLabel, isQualifiedName, isQualifiedPart, longestName } from '../../core';
import { allowedName, labelText } from '../../kubernetes/kinds';
import type { Evidence, Seen } from '../evidence';
import { orNone } from '../lists';
import type { Pod } from '../pods';
import { shown, type Finding, type Rule } from '../rule';

const labelLimit = 63;
const subdomainLimit = 253;
const portNameLimit = 15;
/** Bytes of all annotations of an object together, keys and values. */
const annotationLimit = 256 * 1024;
/** Bytes of all data of a ConfigMap together. */
const configMapLimit = 1024 * 1024;

const isLabelValue = (text: string): boolean => text === '' || isQualifiedPart(text);
const isPortName = (text: string): boolean =>
  isLabel(text, portNameLimit) && /[a-z]/.test(text) && !text.includes('--');
const isConfigKey = (text: string): boolean => text.length <= subdomainLimit && /^[-._a-zA-Z0-9]+$/.test(text);

type Say = (field: string, found: string, fix: string) => Finding;

function nameOf({ manifest: { kind, metadata } }: Seen, say: Say): Finding[] {
  const { name } = metadata;
  const fix = allowedName(kind, name);
  return fix === undefined
    ? []
    : [say('metadata.name', `'${name}' has ${name.length} characters and is no name for a ${kind}`, fix)];
}

function labelsOf(labels: Readonly<Record<string, string>>, field: string, say: Say): Finding[] {
  return Object.entries(labels).flatMap(([key, value]) => [
    ...(isQualifiedName(key)
      ? []
      : [say(`${field}['${key}']`, `'${key}' is no key of a label`, 'write `name`, or `prefix.example/name`')]),
    ...(isLabelValue(value)
      ? []
      : [
          say(
            `${field}['${key}']`,
            `${shown(value)} is no value of a label`,
            `at most ${labelLimit} letters, digits, '-', '_' and '.', a letter or digit at both ends; put the rest into an annotation`,
          ),
        ]),
  ]);
}

function annotationsOf(annotations: Readonly<Record<string, string>>, field: string, say: Say): Finding[] {
  const size = Object.entries(annotations).reduce(
    (sum, [key, value]) => sum + Buffer.byteLength(key) + Buffer.byteLength(value),
    0,
  );
  return [
    ...Object.keys(annotations)
      .filter((key) => !isQualifiedName(key.toLowerCase()))
      .map((key) =>
        say(`${field}['${key}']`, `'${key}' is no key of an annotation`, 'write `name`, or `prefix.example/name`'),
      ),
    ...(size > annotationLimit
      ? [say(field, `the annotations have ${size} bytes`, `at most ${annotationLimit}; a ConfigMap holds more`)]
      : []),
  ];
}

/** Each name of a list must be valid and there only once. */
function named(
  names: readonly { readonly name: string; readonly field: string }[],
  isValid: (name: string) => boolean,
  fix: string,
  say: Say,
): Finding[] {
  const before = new Set<string>();
  return names.flatMap(({ name, field }) => {
    const isDouble = before.has(name);
    before.add(name);
    return [
      ...(isValid(name) ? [] : [say(`${field}.name`, `${shown(name)} is no name for it`, fix)]),
      ...(isDouble ? [say(`${field}.name`, `${shown(name)} is there twice`, 'give each a name of its own')] : []),
    ];
  });
}

const isShortLabel = (name: string): boolean => isLabel(name, labelLimit);

function podNames({ field, containers, spec, claimTemplates }: Pod, say: Say): Finding[] {
  return [
    ...named(
      containers.map(({ container: { name = '' }, field: place }) => ({ name, field: place })),
      isShortLabel,
      labelText(labelLimit),
      say,
    ),
    ...named(
      [
        ...orNone(spec.volumes).map(({ name = '' }, i) => ({ name, field: `${field}.volumes[${i}]` })),
        ...claimTemplates.map(({ metadata }, i) => ({
          name: metadata?.name ?? '',
          field: `spec.volumeClaimTemplates[${i}].metadata`,
        })),
      ],
      isShortLabel,
      labelText(labelLimit),
      say,
    ),
    ...containers.flatMap(({ container, field: place }) =>
      named(
        orNone(container.ports).flatMap(({ name }, i) =>
          name === undefined ? [] : [{ name, field: `${place}.ports[${i}]` }],
        ),
        isPortName,
        `${labelText(portNameLimit)}, at least one letter, no two hyphens together`,
        say,
      ),
    ),
  ];
}

function configKeys(data: Readonly<Record<string, string>>, say: Say): Finding[] {
  const size = Object.values(data).reduce((sum, value) => sum + Buffer.byteLength(value), 0);
  return [
    ...Object.keys(data)
      .filter((key) => !isConfigKey(key))
      .map((key) =>
        say(
          `data['${key}']`,
          `'${key}' is no key of a ConfigMap`,
          `letters, digits, '-', '_' and '.', at most ${subdomainLimit}`,
        ),
      ),
    ...(size > configMapLimit ? [say('data', `the data has ${size} bytes`, `at most ${configMapLimit}`)] : []),
  ];
}

const sayOf =
  ({ manifest }: Seen): Say =>
  (field, found, fix) => ({ manifest, field, found, fix });

function check({ all, pods, of }: Evidence): Finding[] {
  return [
    ...all.flatMap((seen) => {
      const { labels = {}, annotations = {} } = seen.manifest.metadata;
      const say = sayOf(seen);
      return [
        ...nameOf(seen, say),
        ...labelsOf(labels, 'metadata.labels', say),
        ...annotationsOf(annotations, 'metadata.annotations', say),
      ];
    }),
    ...pods
      .filter(({ workload }) => workload.manifest.kind !== 'Pod')
      .flatMap((pod) => [
        ...labelsOf(pod.labels, `${pod.metadataField}.labels`, sayOf(pod.workload)),
        ...annotationsOf(pod.annotations, `${pod.metadataField}.annotations`, sayOf(pod.workload)),
      ]),
    ...pods.flatMap((pod) => podNames(pod, sayOf(pod.workload))),
    ...of('Service').flatMap((service) =>
      named(
        orNone(service.body.spec?.ports).flatMap(({ name }, i, { length }) =>
          name === undefined && length === 1 ? [] : [{ name: name ?? '', field: `spec.ports[${i}]` }],
        ),
        isShortLabel,
        labelText(labelLimit),
        sayOf(service),
      ),
    ),
    ...of('ConfigMap').flatMap((map) => configKeys(map.body.data ?? {}, sayOf(map))),
  ];
}

export const namesAndLabels: Rule = {
  name: 'names-and-labels',
  promise: `Names, labels, annotations and keys keep the limits of Kubernetes; names of workloads have at most ${longestName} characters.`,
  cluster: 'The server refuses all but long names of workloads, which it takes, and whose pods then never come.',
  check,
};
