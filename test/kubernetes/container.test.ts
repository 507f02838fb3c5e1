/** Containers: requests and limits, the security context, and variables in an order of their own. */
import { expect, test } from '@jest/globals';
import { gib, mib } from '../../lib/core/bytes';
import { cores } from '../../lib/core/cpu';
import {
  container,
  environmentVariables,
  resources,
  type ContainerResources,
} from '../../lib/kubernetes/draw/container';
import { containerSecurityContext } from '../../lib/kubernetes/draw/pod-security';

const wants: Required<ContainerResources> = {
  cpu: cores(2),
  cpuLimit: cores(4),
  memory: gib(8),
  ephemeralStorage: mib(512),
  extended: { resource: 'nvidia.com/gpu', count: 2 },
  claims: ['gpus'],
};

test('memory, disk and GPUs are requests and limits alike, CPU is limited on request only, claims are named', () => {
  const both = { memory: '8Gi', 'ephemeral-storage': '512Mi', 'nvidia.com/gpu': '2' };
  expect(resources(wants)).toEqual({
    requests: { cpu: '2', ...both },
    limits: { cpu: '4', ...both },
    claims: [{ name: 'gpus' }],
  });
  expect(resources({ cpu: cores(2), memory: gib(8), ephemeralStorage: mib(512) })).toEqual({
    requests: { cpu: '2', memory: '8Gi', 'ephemeral-storage': '512Mi' },
    limits: { memory: '8Gi', 'ephemeral-storage': '512Mi' },
  });
});

test('a container has its body, its resources, the security context, and a pull policy that asks no registry twice', () => {
  expect(container({ name: 'server', image: 'server:1@sha256:0' }, wants)).toEqual({
    name: 'server',
    image: 'server:1@sha256:0',
    imagePullPolicy: 'IfNotPresent',
    resources: resources(wants),
    securityContext: containerSecurityContext,
  });
});

test('what every container shares cannot be said otherwise', () => {
  // @ts-expect-error the security context is not the caller's
  const loose = container({ name: 'server', image: 'x', securityContext: { privileged: true } }, wants);
  // @ts-expect-error no such field
  const misspelt = container({ name: 'server', imagge: 'x' }, wants);
  expect([loose.securityContext, misspelt.securityContext]).toEqual([
    containerSecurityContext,
    containerSecurityContext,
  ]);
});

test('variables stand in the order of their names', () => {
  expect(environmentVariables({ B: '2', A: '1' })).toEqual([
    { name: 'A', value: '1' },
    { name: 'B', value: '2' },
  ]);
  expect(environmentVariables({})).toEqual([]);
});
