/** The domain of a cluster stands in every full name of a Service, and the usual one nowhere else. */
import fc from 'fast-check';
import { expect, test } from '@jest/globals';
import { parseEnvironment, type EnvironmentInput } from '../../lib';
import { plan } from '../../lib/plan';
import { draw } from '../../lib/synthesise';
import { environments } from '../../overlays';
import { runs } from '../generators/runs';
import { usualEnvironment } from '../generators/usual';

const domain = 'cluster.corp.example';

/** All manifests as one text; none where the environment is refused. */
function textOf(input: EnvironmentInput): string | undefined {
  const changed = { ...input, cluster: { ...input.cluster, dns: { ...input.cluster.dns, domain } } };
  const { environment } = parseEnvironment(changed);
  try {
    return environment && JSON.stringify(draw(plan(environment)).flatMap(({ manifests }) => manifests));
  } catch {
    return undefined;
  }
}

const expectDomain = (input: EnvironmentInput, text: string): void => {
  expect(text).not.toContain('cluster.local');
  // What the gateway asks for pods of engines and of itself.
  if (input.gateway !== undefined) expect(text).toContain(`gateway-peers.llm-gateway.svc.${domain}.`);
};

test.each(environments.map((input) => [input.name, input] as const))(
  'no text of %s has the usual domain where the cluster has another',
  (_, input) => {
    const text = textOf(input);
    expect(text).toBeDefined();
    expectDomain(input, text ?? '');
  },
);

test('no text of a random environment has the usual domain where the cluster has another', () => {
  fc.assert(
    fc.property(usualEnvironment, (input) => {
      const text = textOf(input);
      if (text !== undefined) expectDomain(input, text);
    }),
    { numRuns: runs(5) },
  );
});
