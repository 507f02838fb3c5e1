/** The pods of a workload of an engine: how weights arrive, what runs, and what is mounted. */
import { imageReference } from '../../../catalog';
import { bytesQuantity, familyFacts, largestBytes, sumBytes } from '../../../core';
import {
  affinity,
  annotations,
  claimName,
  claimTemplate,
  clusterFacts,
  container,
  environmentVariables,
  isClaimed,
  podDefaults,
  tolerations,
  zoneSpread,
} from '../../../kubernetes/draw';
import type { Container, PodSpec } from '../../../kubernetes/kinds';
import { localMount, programFile, scratchMount } from '../../../programs';
import { diskBytes, scratch } from '../../../sizing';
import { addedMounts, addedToSpec, addedVariables, addedVolumes, podMetadata, removalAnnotations } from '../../added';
import { programFiles, type ProgramFiles } from '../../program-files';
import { secretVolume } from '../../secret-volume';
import { portName } from '../../served-workload';
import { scrapeAnnotations } from '../../observability/scraping';
import { byOrdinal, type OrdinalRun } from '../by-ordinal';
import { livenessProbe, readinessProbe, startupProbe, startupProgramProbe } from '../engine-probes';
import { stagerContainer } from '../stager-container';
import { weightsArrival } from '../weights-arrival';
import { podVolume, proofsVolumes, weightsVolumeName } from '../weights-volume';
import { exporterContainer, metricsPorts } from './exporter';
import type { EngineParts } from './props';

function startProbe(
  {
    props: {
      budgets: { startup },
      engine,
    },
    pod,
  }: EngineParts,
  run: OrdinalRun | undefined,
) {
  if (run !== undefined) return startupProgramProbe(run.command, startup);
  const path = 'path' in pod.startup ? pod.startup.path : engine.contract.health.path;
  return startupProbe({ httpGet: { path, port: portName } }, startup);
}

function engineContainer(parts: EngineParts, startup: OrdinalRun | undefined, files: ProgramFiles): Container {
  const { port, props, pod } = parts;
  const { compute, engine, additions = {} } = props;
  const { gpus, cpu, cpuLimit, memory, ephemeralStorage } = compute;
  const { image, command, args, env, drain, folders = [] } = pod;
  return container(
    {
      name: engine.name,
      image: imageReference(image),
      command: [...command],
      args: args && [...args],
      env: [
        ...(startup?.before ?? []),
        ...environmentVariables({ ...env, ...startup?.env, ...drain.env }),
        ...addedVariables(additions),
      ],
      ports: [{ name: portName, containerPort: port, protocol: 'TCP' }],
      startupProbe: startProbe(parts, startup),
      readinessProbe: readinessProbe(engine.contract.health.path),
      livenessProbe,
      lifecycle: { preStop: { exec: { command: [...drain.command] } } },
      volumeMounts: [
        { name: weightsVolumeName, mountPath: localMount, readOnly: true },
        ...folders.map(({ name, path }) => ({ name, mountPath: path })),
        { name: 'tmp', mountPath: scratchMount },
        files.mount,
        ...(pod.secrets ?? []).map(({ name, path }) => ({ name, mountPath: path, readOnly: true })),
        ...addedMounts(additions),
      ],
    },
    {
      cpu: cpu.value,
      cpuLimit,
      memory: memory.value,
      ephemeralStorage: ephemeralStorage.value,
      ...(isClaimed(gpus) ? { claims: [claimName] } : { extended: gpus }),
    },
  );
}

function podSpec(parts: EngineParts): PodSpec {
  const { construct, name, owner, props, pod } = parts;
  const { scheduling, weights, namespace, programs, compute, budgets, replacement, additions = {} } = props;
  const exporter = props.exporter === undefined ? undefined : props.engine.exporter;
  const metrics = exporter?.run(familyFacts(clusterFacts(construct).families).every);
  const arrivals = pod.weights.flatMap((list) => weightsArrival(weights, list, budgets.patience.value) ?? []);
  const arrival = arrivals.length === 0 ? undefined : byOrdinal(arrivals);
  const startup = 'runs' in pod.startup ? byOrdinal(pod.startup.runs) : undefined;
  const own = [startup, pod.drain].flatMap((run) => run ?? []);
  const runs = pod.programs === 'arrival-first' ? [arrival, ...own] : [...own, arrival];
  const files = programFiles(construct, { namespace, owner, programs }, [
    ...runs.flatMap((run) => run ?? []),
    ...(pod.files ? [{ command: [], files: pod.files }] : []),
    ...(pod.sharedFiles ? [{ command: Object.keys(pod.sharedFiles).map(programFile), files: pod.sharedFiles }] : []),
    ...(metrics === undefined ? [] : [metrics]),
  ]);
  const groups = scheduling?.deviceGroups ?? [];
  const kept = weights.kind === 'claim' && replacement.by === 'stateful-set';
  const largest = largestBytes(
    pod.weights.map((list) => sumBytes(new Map(list.map(({ key, model }) => [key, diskBytes(model).value])).values())),
  );
  return {
    ...podDefaults,
    ...(groups.length === 0
      ? {}
      : { securityContext: { ...podDefaults.securityContext, supplementalGroups: [...groups] } }),
    serviceAccountName: name,
    priorityClassName: scheduling?.priorityClassName,
    runtimeClassName: scheduling?.runtimeClassName,
    affinity: affinity(owner, scheduling?.pools ?? []),
    tolerations: tolerations(
      scheduling?.pools ?? [],
      compute.gpus === undefined ? [] : [compute.gpus.resource],
      scheduling?.tolerations,
    ),
    ...addedToSpec(additions, scheduling),
    ...(isClaimed(compute.gpus) ? { resourceClaims: claimTemplate(construct, namespace, owner, compute.gpus) } : {}),
    topologySpreadConstraints: zoneSpread(owner, replacement.by === 'deployment' ? 'Deployment' : 'StatefulSet'),
    terminationGracePeriodSeconds: budgets.grace.value,
    initContainers:
      arrival === undefined ? undefined : [stagerContainer(arrival, files, compute, weights, props.stagerImage)],
    containers: [
      engineContainer(parts, startup, files),
      ...(exporter === undefined || metrics === undefined
        ? []
        : [exporterContainer(exporter, metrics, props.exporter ?? exporter.wants, files, props.exporterImage)]),
    ],
    volumes: [
      ...(kept ? [] : [podVolume(weights, largest)]),
      ...proofsVolumes(weights),
      ...(pod.folders ?? []).map(({ name, size }) => ({ name, emptyDir: { sizeLimit: bytesQuantity(size) } })),
      { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity(scratch) } },
      files.volume,
      ...(pod.secrets ?? []).map(secretVolume),
      ...addedVolumes(additions),
    ],
  };
}

/** The pod template: what a change of it replaces. */
export function podTemplate(parts: EngineParts) {
  const { owner, props, pod } = parts;
  const { additions = {}, scraping } = props;
  const own = {
    ...removalAnnotations(additions),
    ...annotations(pod.podAnnotations ?? {}),
    ...Object.assign({}, ...metricsPorts(props).map((port) => scrapeAnnotations(scraping, port))),
  };
  return { metadata: podMetadata(owner, additions, own), spec: podSpec(parts) };
}
