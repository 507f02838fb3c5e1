/**
 * What the simulated kubelets do with nodes and pods: kwok's own fast stages, and ours, which an annotation on the pod
 * turns on.
 */
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { stringify } from 'yaml';
import { toolPath } from '../../../scripts/toolchain/tools';

/** Annotations of a pod that change how its kubelet treats it. Times are Go durations: `250ms`, `2s`. */
export const podAnnotations = {
  /** Time from started to ready: how long the model loads. */
  readyAfter: 'corral.test/ready-after',
  /** Time from deletion to gone: how long the model drains. */
  goneAfter: 'corral.test/gone-after',
  /** Exit code with which every container ends, again and again, instead of becoming ready. */
  exitCode: 'corral.test/exit-code',
} as const;

const annotation = (name: string): string => `.metadata.annotations["${name}"]`;
const annotated = (name: string) => ({ key: annotation(name), operator: 'Exists' });
const notAnnotated = (name: string) => ({ key: annotation(name), operator: 'DoesNotExist' });
const alive = { key: '.metadata.deletionTimestamp', operator: 'DoesNotExist' };
const phase = (value: string) => ({ key: '.status.phase', operator: 'In', values: [value] });
const notReady = {
  key: '.status.conditions.[] | select( .type == "Ready" ) | .status',
  operator: 'NotIn',
  values: ['True'],
};

/** How kubelets treat pods whose annotations say nothing. */
export interface Kubelets {
  /** Engines are ready after this part of what their startup probe allows. @default - at once */
  readonly loadFor?: number;
}

interface Stage {
  readonly name: string;
  readonly when: readonly { readonly key: string; readonly operator: string; readonly values?: readonly string[] }[];
  /** Expression of a duration, or the annotation that holds it. @default - at once */
  readonly after?: string;
  readonly next: { readonly statusTemplate: string } | { readonly delete: true };
}

/** A pod stage of weight one: kwok's own have none, so ours goes first where both match. */
const podStage = ({ name, when, after, next }: Stage): object => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name },
  spec: {
    resourceRef: { apiGroup: 'v1', kind: 'Pod' },
    selector: { matchExpressions: when },
    weight: 1,
    delay: after === undefined ? undefined : { durationMilliseconds: 0, durationFrom: { expressionFrom: after } },
    next,
  },
});

const conditions = (ready: 'True' | 'False', reason = ''): string =>
  ['Ready', 'ContainersReady']
    .map((type) => `- {type: ${type}, status: "${ready}", reason: "${reason}", lastTransitionTime: {{ $now | Quote }}}`)
    .join('\n');

const containers = (state: string): string => `{{ range .spec.containers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
${state}
{{ end }}`;

const initContainers = `initContainerStatuses:
{{ range .spec.initContainers }}
- name: {{ .name | Quote }}
  image: {{ .image | Quote }}
  ready: true
  restartCount: 0
  {{ if eq .restartPolicy "Always" }}
  started: true
  state: {running: {startedAt: {{ $now | Quote }}}}
  {{ else }}
  state: {terminated: {exitCode: 0, reason: Completed, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}
  {{ end }}
{{ end }}`;

const addresses = `{{ with NodeIPsWith .spec.nodeName }}
hostIP: {{ index . 0 | Quote }}
hostIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}
{{ with PodIPsWith .spec.nodeName ( or .spec.hostNetwork false ) ( or .metadata.uid "" ) ( or .metadata.name "" ) ( or .metadata.namespace "" ) }}
podIP: {{ index . 0 | Quote }}
podIPs:
{{ range . }}
- ip: {{ . | Quote }}
{{ end }}
{{ end }}`;

const running = (ready: boolean): string => `  ready: ${ready}
  started: ${ready}
  restartCount: 0
  state: {running: {startedAt: {{ $now | Quote }}}}`;

const terminated = (state: string): string =>
  `${state}: {terminated: {exitCode: {{ $code }}, reason: Error, startedAt: {{ $now | Quote }}, finishedAt: {{ $now | Quote }}}}`;

const status = (...lines: readonly string[]): { readonly statusTemplate: string } => ({
  statusTemplate: ['{{ $now := Now }}', ...lines].join('\n'),
});

/** Started, its model still loading: the Service has no endpoint for it yet. */
const loading = (name: string, ...when: Stage['when']): object =>
  podStage({
    name: `${name}-loading`,
    when: [alive, phase('Pending'), ...when, notAnnotated(podAnnotations.exitCode)],
    next: status(
      'phase: Running',
      'startTime: {{ $now | Quote }}',
      `conditions:\n- {type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }}}\n${conditions('False', 'ContainersNotReady')}`,
      `containerStatuses:\n${containers(running(false))}`,
      initContainers,
      addresses,
    ),
  });

const loaded = (name: string, after: string, ...when: Stage['when']): object =>
  podStage({
    name: `${name}-loaded`,
    when: [alive, phase('Running'), ...when, notAnnotated(podAnnotations.exitCode), notReady],
    after,
    next: status(`conditions:\n${conditions('True')}`, `containerStatuses:\n${containers(running(true))}`),
  });

/**
 * What a kubelet shows for a container that always ends: back-off where it restarts, a failed pod where it does not.
 */
const failing = podStage({
  name: 'pod-failing',
  when: [alive, phase('Pending'), annotated(podAnnotations.exitCode)],
  next: status(
    `{{ $code := index .metadata.annotations "${podAnnotations.exitCode}" }}`,
    '{{ $restarts := eq .spec.restartPolicy "Always" }}',
    'phase: {{ if $restarts }}Running{{ else }}Failed{{ end }}',
    'startTime: {{ $now | Quote }}',
    `conditions:\n- {type: Initialized, status: "True", lastTransitionTime: {{ $now | Quote }}}\n${conditions('False', 'ContainersNotReady')}`,
    `containerStatuses:\n${containers(`  ready: false
  started: false
  {{ if $restarts }}
  restartCount: 1
  state: {waiting: {reason: CrashLoopBackOff, message: "back-off restarting failed container"}}
  ${terminated('lastState')}
  {{ else }}
  restartCount: 0
  ${terminated('state')}
  {{ end }}`)}`,
    initContainers,
    addresses,
  ),
});

const draining = podStage({
  name: 'pod-draining',
  when: [{ key: '.metadata.deletionTimestamp', operator: 'Exists' }, annotated(podAnnotations.goneAfter)],
  after: annotation(podAnnotations.goneAfter),
  next: { delete: true },
});

const asAnnotated = [
  loading('pod', annotated(podAnnotations.readyAfter)),
  loaded('pod', annotation(podAnnotations.readyAfter), annotated(podAnnotations.readyAfter)),
];

/** Engines whose pods say nothing load for a part of the time after which their kubelet would give them up. */
function asProbed(part: number): readonly object[] {
  const probe = '.spec.containers[0].startupProbe';
  const when = [{ key: probe, operator: 'Exists' }, notAnnotated(podAnnotations.readyAfter)];
  const allowed = `${probe} | ([(.failureThreshold - 1) * .periodSeconds, .timeoutSeconds] | max) * ${1000 * part} | floor | tostring + "ms"`;
  return [loading('engine', ...when), loaded('engine', allowed, ...when)];
}

/** All stages as the configuration file that kwok reads. */
export async function stagesFile({ loadFor }: Kubelets = {}): Promise<string> {
  const folder = await toolPath('kwok-stages');
  const files = (await readdir(folder)).sort();
  const own = [...asAnnotated, ...(loadFor === undefined ? [] : asProbed(loadFor)), failing, draining].map((stage) =>
    stringify(stage, { lineWidth: 0 }),
  );
  return [...(await Promise.all(files.map((file) => readFile(join(folder, file), 'utf8')))), ...own].join('\n---\n');
}
