/**
 * Refuses what `restricted` leaves open: a writable root file system, a token for the API server, addresses of every
 * Service.
 */
import type { Evidence } from '../evidence';
import { shown, type Finding, type Rule } from '../rule';

function check({ pods }: Evidence): Finding[] {
  return pods.flatMap(({ workload: { manifest }, spec, field, containers }): Finding[] => [
    ...(['automountServiceAccountToken', 'enableServiceLinks'] as const)
      .filter((key) => spec[key] !== false)
      .map((key) => ({
        manifest,
        field: `${field}.${key}`,
        found: `${shown(spec[key])} is more than the pod needs`,
        fix: 'set it to false',
      })),
    ...containers
      .filter(({ container }) => container.securityContext?.readOnlyRootFilesystem !== true)
      .map(({ container, field: place }) => ({
        manifest,
        field: `${place}.securityContext.readOnlyRootFilesystem`,
        found: `${shown(container.securityContext?.readOnlyRootFilesystem)} leaves the root file system writable`,
        fix: 'set it to true, and mount a volume wherever the image writes',
      })),
  ]);
}

export const leastPrivilege: Rule = {
  name: 'least-privilege',
  promise:
    'Pods have a read-only root, no token for the API server, and no variables that list the Services of the namespace.',
  cluster:
    'The server takes all of it, since no Pod Security Standard asks for it; what a process then gets is shown on a real node (test/node/rules.test.ts).',
  check,
};
