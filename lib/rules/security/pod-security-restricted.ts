/**
 * Refuses pods that the Pod Security Standard `restricted` refuses: every check of it, for containers of all three
 * lists.
 */
import type { Evidence } from '../evidence';
import { orNone } from '../lists';
import type { PodContainer, Pod } from '../pods';
import { shown, type Finding, type Rule } from '../rule';
import { allowedCapabilities, allowedSeLinuxTypes, allowedSysctls, allowedVolumes } from './restricted-values';

type Say = (field: string, value: unknown, fix: string) => Finding;
type Security = NonNullable<PodContainer['container']['securityContext']>;

/** What a pod and a container may both say. */
type Shared = Pick<
  Security,
  'appArmorProfile' | 'runAsNonRoot' | 'runAsUser' | 'seLinuxOptions' | 'seccompProfile' | 'windowsOptions'
>;

const profiles = ['RuntimeDefault', 'Localhost'];
const isProfile = (type: string | undefined): boolean => type !== undefined && profiles.includes(type);

function shared(
  { appArmorProfile, runAsUser, seLinuxOptions = {}, seccompProfile, windowsOptions }: Shared,
  field: string,
  say: Say,
): Finding[] {
  const { type, user, role } = seLinuxOptions;
  return [
    ...(appArmorProfile === undefined || isProfile(appArmorProfile.type)
      ? []
      : [say(`${field}.appArmorProfile.type`, appArmorProfile.type, `one of ${profiles.join(', ')}, or leave it out`)]),
    ...(runAsUser === 0 ? [say(`${field}.runAsUser`, 0, 'take a user above 10000')] : []),
    ...(type === undefined || allowedSeLinuxTypes.includes(type)
      ? []
      : [say(`${field}.seLinuxOptions.type`, type, `one of ${allowedSeLinuxTypes.join(', ')}, or leave it out`)]),
    ...(user === undefined || user === '' ? [] : [say(`${field}.seLinuxOptions.user`, user, 'leave it out')]),
    ...(role === undefined || role === '' ? [] : [say(`${field}.seLinuxOptions.role`, role, 'leave it out')]),
    ...(seccompProfile === undefined || isProfile(seccompProfile.type)
      ? []
      : [say(`${field}.seccompProfile.type`, seccompProfile.type, `one of ${profiles.join(', ')}`)]),
    ...(windowsOptions?.hostProcess === true ? [say(`${field}.windowsOptions.hostProcess`, true, 'leave it out')] : []),
  ];
}

function capabilities({ capabilities: { add = [], drop = [] } = {} }: Security, field: string, say: Say): Finding[] {
  return [
    ...(drop.includes('ALL') ? [] : [say(`${field}.capabilities.drop`, drop, "drop 'ALL'")]),
    ...add
      .filter((capability) => !allowedCapabilities.includes(capability))
      .map((capability) => say(`${field}.capabilities.add`, capability, `none but ${allowedCapabilities.join(', ')}`)),
  ];
}

/** Places where a probe or a hook could name another host. */
function hosts(
  { container: { livenessProbe, readinessProbe, startupProbe, lifecycle }, field }: PodContainer,
  say: Say,
): Finding[] {
  const places = {
    livenessProbe,
    readinessProbe,
    startupProbe,
    'lifecycle.postStart': lifecycle?.postStart,
    'lifecycle.preStop': lifecycle?.preStop,
  };
  return Object.entries(places).flatMap(([place, handler]) => [
    ...(handler?.httpGet?.host
      ? [say(`${field}.${place}.httpGet.host`, handler.httpGet.host, 'leave it out: the kubelet asks the pod')]
      : []),
    ...(handler?.tcpSocket?.host
      ? [say(`${field}.${place}.tcpSocket.host`, handler.tcpSocket.host, 'leave it out: the kubelet asks the pod')]
      : []),
  ]);
}

/** What must be said by the pod, or by each container for itself. */
function inherited(security: Security, pod: Shared, field: string, say: Say): Finding[] {
  return [
    ...((security.runAsNonRoot ?? pod.runAsNonRoot) === true
      ? []
      : [say(`${field}.runAsNonRoot`, security.runAsNonRoot, 'set it to true')]),
    ...((security.seccompProfile ?? pod.seccompProfile) === undefined
      ? [say(`${field}.seccompProfile.type`, undefined, `one of ${profiles.join(', ')}`)]
      : []),
  ];
}

function ofContainer(each: PodContainer, pod: Shared, say: Say): Finding[] {
  const {
    container: { securityContext: security = {}, ports = [] },
    field: place,
  } = each;
  const field = `${place}.securityContext`;
  const { privileged, allowPrivilegeEscalation, procMount } = security;
  return [
    ...(privileged === true ? [say(`${field}.privileged`, true, 'set it to false')] : []),
    ...(allowPrivilegeEscalation === false
      ? []
      : [say(`${field}.allowPrivilegeEscalation`, allowPrivilegeEscalation, 'set it to false')]),
    ...(procMount === undefined || procMount === 'Default'
      ? []
      : [say(`${field}.procMount`, procMount, 'leave it out')]),
    ...inherited(security, pod, field, say),
    ...shared(security, field, say),
    ...capabilities(security, field, say),
    ...ports.flatMap(({ hostPort }, i) =>
      hostPort === undefined || hostPort === 0 ? [] : [say(`${place}.ports[${i}].hostPort`, hostPort, 'leave it out')],
    ),
    ...hosts(each, say),
  ];
}

function ofPod(pod: Pod): Finding[] {
  const {
    workload: { manifest },
    spec,
    field,
    containers,
  } = pod;
  const say: Say = (place, value, fix) => ({ manifest, field: place, found: `${shown(value)} is not restricted`, fix });
  const security = spec.securityContext ?? {};
  return [
    ...(['hostNetwork', 'hostPID', 'hostIPC'] as const)
      .filter((key) => spec[key] === true)
      .map((key) => say(`${field}.${key}`, true, 'leave it out')),
    ...(security.runAsNonRoot === false ? [say(`${field}.securityContext.runAsNonRoot`, false, 'set it to true')] : []),
    ...shared(security, `${field}.securityContext`, say),
    ...orNone(security.sysctls).flatMap(({ name }, i) =>
      allowedSysctls.includes(name)
        ? []
        : [say(`${field}.securityContext.sysctls[${i}].name`, name, `one of ${allowedSysctls.join(', ')}`)],
    ),
    ...orNone(spec.volumes).flatMap((volume, i) =>
      Object.keys(volume)
        .filter((key) => key !== 'name' && !allowedVolumes.includes(key))
        .map((key) => say(`${field}.volumes[${i}].${key}`, volume.name, `one of ${allowedVolumes.join(', ')}`)),
    ),
    ...containers.flatMap((each) => ofContainer(each, security, say)),
  ];
}

export const podSecurityRestricted: Rule = {
  name: 'pod-security-restricted',
  promise: 'Every pod keeps the Pod Security Standard `restricted`, in all its checks and for every container.',
  cluster:
    'The server refuses such pods in namespaces that enforce it. It allows more where hostUsers is false, which Corral never sets: GPUs and NFS do not work there.',
  check: ({ pods }: Evidence) => pods.flatMap(ofPod),
};
