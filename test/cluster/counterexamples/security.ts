/** Pod security: what `restricted` refuses, and what a namespace without its labels lets in. */
import { expect } from '@jest/globals';
import { broken, others, plainPod, refused, renamed, type Counterexample } from './counterexample';

/** A field of a pod that breaks `restricted`, its value, and what the server says. */
const violations: readonly (readonly [string, unknown, RegExp])[] = [
  ['spec.hostNetwork', true, /violates PodSecurity "restricted:v1\.36": host namespaces/],
  ['spec.hostPID', true, /host namespaces \(hostPID=true\)/],
  ['spec.securityContext', {}, /runAsNonRoot != true/],
  ['spec.securityContext.runAsUser', 0, /runAsUser=0/],
  ['spec.securityContext.seccompProfile', { type: 'Unconfined' }, /seccompProfile/],
  ['spec.containers.0.securityContext.allowPrivilegeEscalation', true, /allowPrivilegeEscalation != false/],
  [
    'spec.containers.0.securityContext.capabilities',
    { drop: ['ALL'], add: ['SYS_ADMIN'] },
    /unrestricted capabilities/,
  ],
  ['spec.volumes', [{ name: 'host', hostPath: { path: '/mnt' } }], /restricted volume types|hostPath volumes/],
];

export const securityCounterexamples: readonly Counterexample[] = [
  ...violations.map(([field, value, reason]): Counterexample => ({
    rule: 'pod-security-restricted',
    shows: `a pod with ${field} ${JSON.stringify(value)} is refused`,
    prove: (world) => refused(world, broken(plainPod('violating'), field, value), reason),
  })),
  {
    rule: 'namespace-labels',
    shows: 'a namespace without the labels admits a privileged pod',
    async prove({ plane: { client } }) {
      const pod = broken(plainPod('privileged', others), 'spec.containers.0.securityContext', { privileged: true });
      const { objects } = await client.apply([pod], { dryRun: true });
      expect(objects).toHaveLength(1);
    },
  },
  {
    rule: 'address-families',
    shows:
      'a Service that requires two families is refused where the cluster has one, and one that prefers two gets one address',
    async prove(world, find) {
      const service = (policy: string) =>
        broken(renamed(find('Service', 'legal'), 'of-families'), 'spec.ipFamilyPolicy', policy);
      await refused(world, service('RequireDualStack'), /not configured for dual-stack services/);
      const {
        objects: [kept],
      } = await world.plane.client.apply([service('PreferDualStack')], { dryRun: true });
      expect(kept?.['spec']).toMatchObject({ ipFamilies: ['IPv4'] });
    },
  },
];
