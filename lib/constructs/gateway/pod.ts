/**
 * The pods of a gateway: Envoy, and beside it the policy as a sidecar, which starts before Envoy and ends after its
 * drain.
 */
import { imageReference, images } from '../../catalog';
import { bytesQuantity, familyFacts } from '../../core';
import { gatewayFolders, gatewayModelsConfigMaps, gatewayNames } from '../../gateway';
import {
  affinity,
  clusterFacts,
  container,
  environmentVariables,
  movable,
  podDefaults,
  tolerations,
  zoneSpread,
} from '../../kubernetes/draw';
import type { Container, PodSpec, Probe, Volume, VolumeMount } from '../../kubernetes/kinds';
import { envoyDrain, gatewayPolicy, type ProgramRun, scratchMount } from '../../programs';
import { endpointPropagation } from '../../sizing';
import {
  envoyLiveness,
  envoyWants,
  gatewayAccessLogSize,
  gatewayClustersSize,
  gatewayPolicyLiveness,
  gatewayPolicyReadiness,
  gatewayPolicyStartup,
  gatewayPolicyWants,
  gatewayReadiness,
  type ProbeTimes,
} from '../../workload';
import { addedToSpec, podMetadata } from '../added';
import { scrapeAnnotations } from '../observability/scraping';
import { programFiles, type ProgramFiles } from '../program-files';
import { secretVolume } from '../secret-volume';
import { portName } from '../served-workload';
import { configuration } from './config-maps';
import { envoyMetrics, metricsPortName } from './metrics';
import type { GatewayParts } from './props';

/** Port name of what the pods of a gateway ask each other. */
export const peersPortName = 'peers';

/** Threads that answer requests: Envoy would start one for each core of the node. */
const workers = 2;

/** A volume of both containers, or of one. */
interface Shared {
  readonly volume: Volume;
  readonly path: string;
  readonly for: 'both' | 'envoy' | 'policy';
  /** @default true */
  readonly readOnly?: boolean;
}

function configMap(name: string, from: string, path: string, optional?: true): Shared {
  return { volume: { name, configMap: { name: from, optional } }, path, for: 'policy' };
}

function shared({ props }: GatewayParts, config: string): readonly Shared[] {
  const {
    settings: { files },
    keysSecret = gatewayNames.keys,
    engineKey,
    certificate,
  } = props;
  const emptyDir = (name: string, path: string, size: typeof gatewayAccessLogSize): Shared => ({
    volume: { name, emptyDir: { sizeLimit: bytesQuantity(size) } },
    path,
    for: 'both',
    readOnly: false,
  });
  return [
    { ...configMap('config', config, gatewayFolders.config), for: 'both' },
    {
      volume: {
        name: 'models',
        projected: { sources: gatewayModelsConfigMaps.map((source) => ({ configMap: { name: source } })) },
      },
      path: files.models,
      for: 'policy',
    },
    configMap('clients', gatewayNames.clients, files.clients),
    configMap('weights', gatewayNames.weights, files.weights),
    {
      volume: { name: 'keys', secret: { secretName: keysSecret, optional: true, defaultMode: 0o440 } },
      path: files.keys,
      for: 'policy',
    },
    configMap('issued-keys', gatewayNames.issuedKeys, files.issuedKeys, true),
    ...(engineKey === undefined
      ? []
      : [
          {
            volume: secretVolume({ name: 'engine-key', secret: engineKey }),
            path: gatewayFolders.engineKey,
            for: 'policy',
          } as const,
        ]),
    ...(certificate === undefined
      ? []
      : [
          {
            volume: { name: 'tls', secret: { secretName: certificate, defaultMode: 0o440 } },
            path: gatewayFolders.tls,
            for: 'envoy',
          } as const,
        ]),
    emptyDir('clusters', files.clusters, gatewayClustersSize),
    emptyDir('access', files.access, gatewayAccessLogSize),
  ];
}

const mountsFor = (all: readonly Shared[], one: 'envoy' | 'policy'): readonly VolumeMount[] =>
  all
    .filter((each) => each.for === 'both' || each.for === one)
    .map(({ volume: { name }, path, readOnly = true }) => ({
      name,
      mountPath: path,
      readOnly: readOnly ? true : undefined,
    }));

const probe = (path: string, port: string, times: ProbeTimes): Probe => ({ httpGet: { path, port }, ...times });

function envoyContainer({ props, port }: GatewayParts, drain: ProgramRun, mounts: readonly VolumeMount[]): Container {
  const { envoyImage = images.envoy, settings, envoyWants: wants = envoyWants } = props;
  return container(
    {
      name: 'envoy',
      image: imageReference(envoyImage),
      command: [
        '/usr/local/bin/envoy',
        '--config-path',
        `${gatewayFolders.config}/envoy.json`,
        '--concurrency',
        `${workers}`,
        // Listeners close once no client opens connections any more.
        '--drain-time-s',
        `${endpointPropagation}`,
        // Its default is ten seconds: the policy frees the slot of a request by its line of the access log.
        '--file-flush-interval-msec',
        '100',
        // One process, which no other takes over.
        '--disable-hot-restart',
      ],
      env: [
        { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
        { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
        ...environmentVariables(drain.env),
      ],
      ports: [
        { name: portName, containerPort: port, protocol: 'TCP' },
        { name: metricsPortName, containerPort: settings.ports.metrics, protocol: 'TCP' },
      ],
      readinessProbe: probe('/ready', metricsPortName, gatewayReadiness),
      livenessProbe: { tcpSocket: { port: metricsPortName }, ...envoyLiveness },
      lifecycle: { preStop: { exec: { command: [...drain.command] } } },
      volumeMounts: [...mounts],
    },
    wants,
  );
}

function policyContainer({ props }: GatewayParts, run: ProgramRun, mounts: readonly VolumeMount[]): Container {
  const { policyImage = images.nodejs, settings, policyWants: wants = gatewayPolicyWants } = props;
  return {
    ...container(
      {
        name: 'policy',
        image: imageReference(policyImage),
        command: [...run.command],
        env: [
          { name: 'POD_IP', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'status.podIP' } } },
          { name: 'POD_NAME', valueFrom: { fieldRef: { apiVersion: 'v1', fieldPath: 'metadata.name' } } },
        ],
        ports: [{ name: peersPortName, containerPort: settings.ports.policy, protocol: 'TCP' }],
        startupProbe: probe('/startup', peersPortName, gatewayPolicyStartup),
        readinessProbe: probe('/ready', peersPortName, gatewayPolicyReadiness),
        livenessProbe: probe('/live', peersPortName, gatewayPolicyLiveness),
        volumeMounts: [...mounts],
      },
      wants,
    ),
    // A sidecar: Envoy starts when it has written the list of clusters, and it ends when Envoy has ended.
    restartPolicy: 'Always',
  };
}

function podSpec(parts: GatewayParts): PodSpec {
  const { construct, name, owner, props, drain, grace } = parts;
  const { namespace, programs, scheduling, additions = {}, policyWants: wants = gatewayPolicyWants } = props;
  const config = configuration(parts);
  const volumes = shared(parts, config);
  const policy = gatewayPolicy.run({
    settings: `${gatewayFolders.config}/settings.json`,
    memory: wants.memory,
    host: familyFacts(clusterFacts(construct).families).every,
  });
  const draining = envoyDrain.run({
    adminPort: props.settings.ports.admin,
    propagation: endpointPropagation,
    deadline: drain,
  });
  const files: ProgramFiles = programFiles(construct, { namespace, owner, programs }, [policy, draining]);
  const tmp: VolumeMount = { name: 'tmp', mountPath: scratchMount };
  return {
    ...podDefaults,
    serviceAccountName: name,
    priorityClassName: scheduling?.priorityClassName,
    affinity: affinity(owner, scheduling?.pools ?? []),
    tolerations: tolerations(scheduling?.pools ?? [], [], scheduling?.tolerations),
    ...addedToSpec(additions, scheduling),
    topologySpreadConstraints: zoneSpread(owner, 'Deployment'),
    terminationGracePeriodSeconds: grace.value,
    initContainers: [policyContainer(parts, policy, [...mountsFor(volumes, 'policy'), tmp, files.mount])],
    containers: [envoyContainer(parts, draining, [...mountsFor(volumes, 'envoy'), tmp, files.mount])],
    volumes: [
      ...volumes.map(({ volume }) => volume),
      { name: 'tmp', emptyDir: { sizeLimit: bytesQuantity((props.envoyWants ?? envoyWants).ephemeralStorage) } },
      files.volume,
    ],
  };
}

/** The pod template: what a change of it replaces. */
export const podTemplate = (parts: GatewayParts) => ({
  metadata: podMetadata(parts.owner, parts.props.additions ?? {}, {
    ...movable,
    ...scrapeAnnotations(parts.props.scraping, envoyMetrics(parts.props)),
  }),
  spec: podSpec(parts),
});
