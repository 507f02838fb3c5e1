/** What every pod says: everything that `restricted` asks for, and more. */
import { expect, test } from '@jest/globals';
import {
  containerSecurityContext,
  podDefaults,
  podSecurityContext,
  runAsUser,
} from '../../lib/kubernetes/draw/pod-security';

test('a container may do nothing that it does not need', () => {
  expect(containerSecurityContext).toEqual({
    runAsNonRoot: true,
    runAsUser: 10001,
    runAsGroup: 10001,
    seccompProfile: { type: 'RuntimeDefault' },
    allowPrivilegeEscalation: false,
    privileged: false,
    readOnlyRootFilesystem: true,
    capabilities: { drop: ['ALL'] },
  });
});

test('a pod says the same, owns its volumes, and knows neither token nor neighbours', () => {
  expect(podSecurityContext).toEqual({
    runAsNonRoot: true,
    runAsUser,
    runAsGroup: runAsUser,
    seccompProfile: { type: 'RuntimeDefault' },
    fsGroup: runAsUser,
    fsGroupChangePolicy: 'OnRootMismatch',
  });
  expect(podDefaults).toEqual({
    automountServiceAccountToken: false,
    enableServiceLinks: false,
    nodeSelector: { 'kubernetes.io/os': 'linux' },
    securityContext: podSecurityContext,
  });
});
