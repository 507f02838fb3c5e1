/** The escape hatch through an environment: it reaches the manifests, the rules judge it, and it must bite. */
import { describe, expect, test } from '@jest/globals';
import { FaultError, synthesise, type EnvironmentInput } from '../../lib';
import { local } from '../../overlays/local';

const amended = (...amendments: NonNullable<EnvironmentInput['amendments']>): EnvironmentInput => ({
  ...local,
  amendments,
});

function refusal(environment: EnvironmentInput): string {
  try {
    synthesise(environment);
    return 'accepted';
  } catch (error) {
    if (error instanceof FaultError) return error.message;
    throw error;
  }
}

describe('amendments of an environment', () => {
  test('change the object that they name', () => {
    const { charts } = synthesise(
      amended({
        target: 'Deployment llm-serving/qwen',
        patch: { spec: { minReadySeconds: 90 } },
        reason: 'a slow load balancer',
      }),
    );
    const deployment = charts
      .flatMap(({ manifests }) => manifests)
      .find(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'qwen');
    expect(deployment).toMatchObject({ spec: { minReadySeconds: 90, revisionHistoryLimit: 1 } });
  });

  test('are refused when they match nothing', () => {
    expect(refusal(amended({ target: 'Deployment llm-serving/qwenn', patch: { spec: {} }, reason: 'none' }))).toBe(
      "local.amendments[0]: no object is called 'Deployment llm-serving/qwenn'.\n  fix: name an object as `kind namespace/name`, or remove the amendment\n  [AmendmentMatchesNothing]",
    );
  });

  test('are refused when they change nothing', () => {
    expect(
      refusal(
        amended({
          target: 'Deployment llm-serving/qwen',
          patch: { spec: { revisionHistoryLimit: 1 } },
          reason: 'none',
        }),
      ),
    ).toBe(
      "local.amendments[0]: 'Deployment llm-serving/qwen' is already as the patch says.\n  fix: remove the amendment\n  [AmendmentChangesNothing]",
    );
  });

  test('are judged by the rules like everything else', () => {
    expect(
      refusal(
        amended({ target: 'Service llm-serving/qwen', patch: { spec: { type: 'NodePort' } }, reason: 'a laptop' }),
      ),
    ).toMatch(/^local: Service llm-serving\/qwen spec\.type: .*\n.*\n {2}\[EngineExposure\]$/);
  });

  test('of a Job or of its programs are refused, since their names follow their content', () => {
    const titles = synthesise(local).charts.flatMap(({ manifests }) =>
      manifests.map(({ kind, metadata: { namespace, name } }) => `${kind} ${namespace}/${name}`),
    );
    const [job = '', map = ''] = [
      titles.find((title) => title.startsWith('Job ')),
      titles.find((title) => /^ConfigMap .*-[0-9a-f]{8}$/.test(title)),
    ];
    const fix =
      '  fix: remove the amendment, and change the fields of the environment from which Corral renders this object and its name\n  [Jobs]';
    expect(refusal(amended({ target: job, patch: { spec: { backoffLimit: 1 } }, reason: 'a corporate CA' }))).toBe(
      `local: ${job} metadata.name: the hash in the name is not that of the spec: a cluster that has this Job refuses the change.\n${fix}`,
    );
    expect(refusal(amended({ target: map, patch: { data: { 'more.sh': 'exit' } }, reason: 'a corporate CA' }))).toBe(
      `local: ${map} metadata.name: the hash in the name is not that of the data: no pod would be replaced by the change.\n${fix}`,
    );
  });
});
