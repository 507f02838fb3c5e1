import { expect, test } from '@jest/globals';
import { podSecurityRestricted } from '../../../lib/rules/security/pod-security-restricted';
import {
  allowedCapabilities,
  allowedSeLinuxTypes,
  allowedSysctls,
  allowedVolumes,
} from '../../../lib/rules/security/restricted-values';
import { add, cases, set, type Change } from '../fixtures/verdict';

const qwen = 'Deployment llm-serving/qwen';
const pod = 'spec.template.spec';
const server = `${pod}.containers[0]`;
const security = `${server}.securityContext`;
const own = `${pod}.securityContext`;
const profiles = 'one of RuntimeDefault, Localhost';
const says = (field: string, value: string, fix: string) => `${qwen} ${field}: ${value} is not restricted; ${fix}`;
const asksPod = 'leave it out: the kubelet asks the pod';
/** A field that may have some values, and must not have another. */
const values = (field: string, allowed: readonly unknown[], refused: unknown, fix: string) => ({
  ...Object.fromEntries(
    allowed.map((value) => [`${field} is ${JSON.stringify(value)}`, [set(qwen, field, value)] as [Change]]),
  ),
  [`${field} is ${JSON.stringify(refused)}`]: [
    set(qwen, field, refused),
    says(field, typeof refused === 'string' ? `'${refused}'` : JSON.stringify(refused), fix),
  ] as [Change, string],
});
const volume = (kind: string): Change => set(qwen, `${pod}.volumes[3]`, { name: 'more', [kind]: {} });

cases(podSecurityRestricted, {
  'every pod of the platform': [[]],
  ...values(`${pod}.hostNetwork`, [undefined, false], true, 'leave it out'),
  ...values(`${pod}.hostPID`, [false], true, 'leave it out'),
  ...values(`${pod}.hostIPC`, [false], true, 'leave it out'),
  ...values(`${security}.privileged`, [undefined, false], true, 'set it to false'),
  ...values(`${security}.allowPrivilegeEscalation`, [false], true, 'set it to false'),
  'allowPrivilegeEscalation must be said': [
    set(qwen, `${security}.allowPrivilegeEscalation`, undefined),
    says(`${security}.allowPrivilegeEscalation`, 'nothing', 'set it to false'),
  ],
  ...values(`${security}.procMount`, [undefined, 'Default'], 'Unmasked', 'leave it out'),
  ...values(`${server}.ports[0].hostPort`, [undefined, 0], 8080, 'leave it out'),

  ...[own, security].reduce(
    (all, at) => ({
      ...all,
      ...values(
        `${at}.appArmorProfile.type`,
        ['RuntimeDefault', 'Localhost'],
        'Unconfined',
        `${profiles}, or leave it out`,
      ),
      ...values(`${at}.seccompProfile.type`, ['RuntimeDefault', 'Localhost'], 'Unconfined', profiles),
      ...values(
        `${at}.seLinuxOptions.type`,
        [undefined, ...allowedSeLinuxTypes],
        'spc_t',
        `one of ${allowedSeLinuxTypes.join(', ')}, or leave it out`,
      ),
      ...values(`${at}.seLinuxOptions.user`, [undefined, ''], 'system_u', 'leave it out'),
      ...values(`${at}.seLinuxOptions.role`, [undefined, ''], 'sysadm_r', 'leave it out'),
      ...values(`${at}.runAsUser`, [undefined, 1, 65534], 0, 'take a user above 10000'),
      ...values(`${at}.windowsOptions.hostProcess`, [undefined, false], true, 'leave it out'),
    }),
    {},
  ),

  'the container says runAsNonRoot alone': [set(qwen, `${own}.runAsNonRoot`, undefined)],
  'the pod says it for its containers': [set(qwen, `${security}.runAsNonRoot`, undefined)],
  'nobody says it': [
    [set(qwen, `${own}.runAsNonRoot`, undefined), set(qwen, `${security}.runAsNonRoot`, undefined)],
    says(`${security}.runAsNonRoot`, 'nothing', 'set it to true'),
  ],
  'the container takes it back': [
    set(qwen, `${security}.runAsNonRoot`, false),
    says(`${security}.runAsNonRoot`, 'false', 'set it to true'),
  ],
  'the pod denies it, the containers say it': [
    set(qwen, `${own}.runAsNonRoot`, false),
    says(`${own}.runAsNonRoot`, 'false', 'set it to true'),
  ],
  'the container says seccompProfile alone': [set(qwen, `${own}.seccompProfile`, undefined)],
  'the pod says seccompProfile for its containers': [set(qwen, `${security}.seccompProfile`, undefined)],
  'nobody says seccompProfile': [
    [set(qwen, `${own}.seccompProfile`, undefined), set(qwen, `${security}.seccompProfile`, undefined)],
    says(`${security}.seccompProfile.type`, 'nothing', profiles),
  ],
  'no security context at all': [
    [set(qwen, own, undefined), set(qwen, security, undefined)],
    says(`${security}.allowPrivilegeEscalation`, 'nothing', 'set it to false'),
    says(`${security}.runAsNonRoot`, 'nothing', 'set it to true'),
    says(`${security}.seccompProfile.type`, 'nothing', profiles),
    says(`${security}.capabilities.drop`, '[]', "drop 'ALL'"),
  ],

  'capabilities that are not dropped': [
    set(qwen, `${security}.capabilities.drop`, ['NET_RAW']),
    says(`${security}.capabilities.drop`, '["NET_RAW"]', "drop 'ALL'"),
  ],
  'capabilities that say nothing': [
    set(qwen, `${security}.capabilities`, undefined),
    says(`${security}.capabilities.drop`, '[]', "drop 'ALL'"),
  ],
  'a capability that may be added': [set(qwen, `${security}.capabilities.add`, allowedCapabilities)],
  'capabilities that may not': [
    set(qwen, `${security}.capabilities.add`, ['NET_BIND_SERVICE', 'IPC_LOCK', 'CHOWN']),
    says(`${security}.capabilities.add`, "'IPC_LOCK'", 'none but NET_BIND_SERVICE'),
    says(`${security}.capabilities.add`, "'CHOWN'", 'none but NET_BIND_SERVICE'),
  ],

  'every system setting that is safe': [
    set(
      qwen,
      `${own}.sysctls`,
      allowedSysctls.map((name) => ({ name, value: '1' })),
    ),
  ],
  'a system setting that is not': [
    set(qwen, `${own}.sysctls`, [
      { name: 'kernel.shm_rmid_forced', value: '1' },
      { name: 'kernel.msgmax', value: '1' },
    ]),
    says(`${own}.sysctls[1].name`, "'kernel.msgmax'", `one of ${allowedSysctls.join(', ')}`),
  ],
  ...Object.fromEntries(allowedVolumes.map((kind) => [`a volume of kind ${kind}`, [volume(kind)] as [Change]])),
  ...Object.fromEntries(
    ['hostPath', 'nfs', 'iscsi'].map((kind) => [
      `a volume of kind ${kind}`,
      [volume(kind), says(`${pod}.volumes[3].${kind}`, "'more'", `one of ${allowedVolumes.join(', ')}`)] as [
        Change,
        string,
      ],
    ]),
  ),

  ...Object.fromEntries(
    ['livenessProbe', 'readinessProbe', 'startupProbe', 'lifecycle.postStart', 'lifecycle.preStop'].flatMap((place) =>
      ['httpGet', 'tcpSocket'].map((handler) => [
        `${place} asks another host by ${handler}`,
        [
          set(qwen, `${server}.${place}`, { [handler]: { host: '192.0.2.1', port: 1 } }),
          says(`${server}.${place}.${handler}.host`, "'192.0.2.1'", asksPod),
        ] as [Change, string],
      ]),
    ),
  ),
  'a host that is empty': [set(qwen, `${server}.livenessProbe.tcpSocket.host`, '')],

  'an init container': [
    set(qwen, `${pod}.initContainers[0].securityContext.privileged`, true),
    says(`${pod}.initContainers[0].securityContext.privileged`, 'true', 'set it to false'),
  ],
  'an ephemeral container': [
    set(qwen, `${pod}.ephemeralContainers`, [{ name: 'debug', securityContext: { capabilities: { drop: ['ALL'] } } }]),
    says(`${pod}.ephemeralContainers[0].securityContext.allowPrivilegeEscalation`, 'nothing', 'set it to false'),
  ],
  'a pod of its own': [
    add('qwen', {
      apiVersion: 'v1',
      kind: 'Pod',
      metadata: { name: 'p', namespace: 'llm-serving' },
      spec: { hostPID: true, containers: [] },
    }),
    'Pod llm-serving/p spec.hostPID: true is not restricted; leave it out',
  ],
  'a Job by the clock': [
    add('qwen', {
      apiVersion: 'batch/v1',
      kind: 'CronJob',
      metadata: { name: 'c', namespace: 'llm-serving' },
      spec: { jobTemplate: { spec: { template: { spec: { hostIPC: true } } } } },
    }),
    'CronJob llm-serving/c spec.jobTemplate.spec.template.spec.hostIPC: true is not restricted; leave it out',
  ],
  'daemons and replica sets': [
    ['DaemonSet', 'ReplicaSet'].map((kind) =>
      add('qwen', {
        apiVersion: 'apps/v1',
        kind,
        metadata: { name: 'd', namespace: 'llm-serving' },
        spec: { template: { spec: { hostIPC: true } } },
      }),
    ),
    'DaemonSet llm-serving/d spec.template.spec.hostIPC: true is not restricted; leave it out',
    'ReplicaSet llm-serving/d spec.template.spec.hostIPC: true is not restricted; leave it out',
  ],
});

/**
 * @see https://github.com/kubernetes/kubernetes/tree/release-1.36/staging/src/k8s.io/pod-security-admission/policy -
 * check_*.go
 */
test('what is allowed is what Kubernetes 1.36 allows', () => {
  expect(allowedCapabilities).toEqual(['NET_BIND_SERVICE']);
  expect(allowedSeLinuxTypes).toEqual(['container_t', 'container_init_t', 'container_kvm_t', 'container_engine_t']);
  expect(allowedSysctls).toEqual([
    'kernel.shm_rmid_forced',
    ...[
      'ip_local_port_range',
      'ip_local_reserved_ports',
      'ip_unprivileged_port_start',
      'ping_group_range',
      'tcp_fin_timeout',
      'tcp_keepalive_intvl',
      'tcp_keepalive_probes',
      'tcp_keepalive_time',
      'tcp_rmem',
      'tcp_syncookies',
      'tcp_wmem',
    ].map((name) => `net.ipv4.${name}`),
  ]);
  expect(allowedVolumes).toEqual([
    'configMap',
    'csi',
    'downwardAPI',
    'emptyDir',
    'ephemeral',
    'image',
    'persistentVolumeClaim',
    'projected',
    'secret',
  ]);
});
