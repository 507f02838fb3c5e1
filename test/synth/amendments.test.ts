/** Amendments of an environment: they reach the manifests and their names, the rules judge them, and each changes something. */
import { describe, expect, test } from '@jest/globals';
import { FaultError, synthesise, type EnvironmentInput, type Manifest } from '../../lib';
import { isNamedByContent } from '../../lib/kubernetes/draw/content';
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
      "local.amendments[0]: no object is called 'Deployment llm-serving/qwenn'.\n  did you mean: Deployment llm-serving/qwen\n  fix: name an object as `kind namespace/name`, or remove the amendment\n  [AmendmentMatchesNothing]",
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

  const objects = (environment: EnvironmentInput): readonly Manifest[] =>
    synthesise(environment).charts.flatMap(({ manifests }) => manifests);
  const loader = 'load-qwen2-5-0-5b';
  const jobOf = (manifests: readonly Manifest[]): Manifest =>
    manifests.find(({ kind, metadata: { name } }) => kind === 'Job' && name.startsWith(loader)) ?? fail(loader);
  const drawn = objects(local);

  test('of a Job give it a name of its amended content', () => {
    const after = objects(
      amended({
        target: `Job llm-serving/${loader}`,
        patch: {
          spec: {
            backoffLimit: 2,
            template: {
              spec: { containers: [{ name: 'loader', env: [{ name: 'CURL_HOME', value: '/curl' }] }] },
            },
          },
        },
        reason: 'a corporate proxy',
      }),
    );
    const [was, is] = [jobOf(drawn), jobOf(after)];
    expect(is.metadata.name).not.toBe(was.metadata.name);
    expect(isNamedByContent(is)).toBe(true);
    expect(is).toMatchObject({
      spec: {
        backoffLimit: 2,
        template: {
          spec: {
            containers: [{ name: 'loader', env: expect.arrayContaining([{ name: 'CURL_HOME', value: '/curl' }]) }],
          },
        },
      },
    });
    const others = (manifests: readonly Manifest[], job: Manifest) => manifests.filter((each) => each !== job);
    expect(others(after, is)).toEqual(others(drawn, was));
  });

  test('reach all loaders by a pattern', () => {
    const after = objects(
      amended({ target: 'Job llm-serving/load-*', patch: { spec: { backoffLimit: 3 } }, reason: 'a slow line' }),
    );
    const jobs = after.filter(({ kind }) => kind === 'Job');
    expect(jobs.length).toBeGreaterThan(1);
    expect(jobs.map(({ spec }) => (spec as { backoffLimit: number }).backoffLimit)).toEqual(jobs.map(() => 3));
    expect(jobs.every(isNamedByContent)).toBe(true);
  });

  test('of a program, with an exemption, rename it and replace all that runs it', () => {
    const program = 'ConfigMap llm-serving/program-loader';
    const change: EnvironmentInput = {
      ...amended({
        target: program,
        patch: { data: { 'more.sh': 'exit' } },
        reason: 'a corporate CA',
      }),
      exemptions: [{ rule: 'as-planned', object: program, reason: 'a corporate CA' }],
    };
    const after = objects(change);
    const programs = (manifests: readonly Manifest[]) =>
      manifests.filter(
        ({ metadata: { name, namespace } }) => namespace === 'llm-serving' && name.startsWith('program-loader-'),
      );
    const [[was], [is]] = [programs(drawn), programs(after)];
    const [old = '', name = ''] = [was?.metadata.name, is?.metadata.name];
    expect(name).not.toBe(old);
    expect(JSON.stringify(after)).not.toContain(old);
    const jobs = after.filter(({ kind }) => kind === 'Job');
    expect(jobs.map((job) => JSON.stringify(job).includes(name))).toEqual(jobs.map(() => true));
    expect(jobs.every(isNamedByContent)).toBe(true);
    expect(jobOf(after).metadata.name).not.toBe(jobOf(drawn).metadata.name);
  });

  test('of a program are refused without an exemption: it would run another text', () => {
    expect(
      refusal(
        amended({
          target: 'ConfigMap llm-serving/program-loader',
          patch: { data: { 'loader.sh': 'exit' } },
          reason: 'a corporate CA',
        }),
      ),
    ).toMatch(
      /^local: ConfigMap llm-serving\/program-loader-[0-9a-f]{8} data: is \{"loader\.sh":"exit"\}, and Corral renders .*\n {2}fix: remove it, or change the field of the environment that decides it; or exempt the object from `as-planned`, with a reason\n {2}\[AsPlanned\]$/,
    );
  });

  test('of a Job are judged like those of a Deployment', () => {
    const { name } = jobOf(drawn).metadata;
    const [, hash = ''] = /-([0-9a-f]{8})$/.exec(name) ?? [];
    const sentence = refusal(
      amended({
        target: `Job llm-serving/${loader}`,
        patch: { spec: { suspend: true, template: { spec: { hostNetwork: true } } } },
        reason: 'a test',
      }),
    );
    expect(sentence).toContain('spec.suspend: is true, and Corral renders nothing.');
    expect(sentence).toContain('spec.template.spec.hostNetwork');
    expect(sentence).not.toContain(hash);
    expect(sentence).not.toContain('[Jobs]');
  });

  test('name a Job without its hash, which the amendment changes', () => {
    const { name } = jobOf(drawn).metadata;
    expect(
      refusal(amended({ target: `Job llm-serving/${name}`, patch: { spec: { backoffLimit: 1 } }, reason: 'a test' })),
    ).toBe(
      `local.amendments[0]: 'Job llm-serving/${name}' ends in a hash of the content, and the amendment changes the content.\n  fix: target: 'Job llm-serving/${loader}'\n  [AmendmentMatchesNothing]`,
    );
  });

  test('say what the replacement of a list would lose', () => {
    expect(
      refusal(
        amended({
          target: 'Deployment llm-serving/qwen',
          patch: { spec: { template: { spec: { containers: [{ name: 'llama-server', args: ['--verbose'] }] } } } },
          reason: 'a test',
        }),
      ),
    ).toMatch(
      /^local\.amendments\[0\]\.patch\.spec\.template\.spec\.containers\[0\]\.args: 'args' of Deployment llm-serving\/qwen has no merge key: the patch would replace its \d+ items by 1, and '--model', '.*', '.*' and \d+ more would be gone\.\n {2}fix: add items: jsonPatch: .*\n {2}\[AmendmentReplacesList\]$/,
    );
  });

  test('take operations of a JSON patch', () => {
    const [qwen] = objects(
      amended({
        target: 'Deployment llm-serving/qwen',
        jsonPatch: [
          { op: 'test', path: '/spec/revisionHistoryLimit', value: 1 },
          { op: 'add', path: '/spec/template/metadata/annotations/example.com~1team', value: 'search' },
        ],
        reason: 'costs are counted by team',
      }),
    ).filter(({ kind, metadata }) => kind === 'Deployment' && metadata.name === 'qwen');
    expect(qwen).toMatchObject({
      spec: { template: { metadata: { annotations: { 'example.com/team': 'search' } } } },
    });
  });

  test.each<[string, object, string]>([
    [
      'neither form',
      { target: 'Service llm-serving/qwen', reason: 'a test' },
      'local.amendments[0]: an object does not have the right form.\n  allowed: either patch, a strategic merge patch, or jsonPatch, a list of operations\n  [BadFormat]',
    ],
    [
      'both forms',
      {
        target: 'Service llm-serving/qwen',
        patch: {},
        jsonPatch: [{ op: 'remove', path: '/metadata/labels' }],
        reason: 'a test',
      },
      'local.amendments[0]: an object does not have the right form.\n  allowed: either patch, a strategic merge patch, or jsonPatch, a list of operations\n  [BadFormat]',
    ],
    [
      'a misspelt form',
      { target: 'Service llm-serving/qwen', pacth: {}, reason: 'a test' },
      'local.amendments[0].pacth: there is no such field.\n  did you mean: patch\n  allowed: target · patch · jsonPatch · reason\n  [UnknownKey]',
    ],
    [
      'an operation that there is not',
      { target: 'Service llm-serving/qwen', jsonPatch: [{ op: 'ad', path: '/spec' }], reason: 'a test' },
      "local.amendments[0].jsonPatch[0].op: 'ad' is not among what is allowed.\n  did you mean: 'add'\n  allowed: 'add' · 'replace' · 'test' · 'remove' · 'move' · 'copy'\n  [NotAllowed]",
    ],
    [
      'no operation',
      { target: 'Service llm-serving/qwen', jsonPatch: [], reason: 'a test' },
      'local.amendments[0].jsonPatch: an empty list is out of range.\n  allowed: at least one operation\n  [OutOfRange]',
    ],
  ])('are refused that have %s', (_, amendment, sentence) => {
    expect(refusal({ ...local, amendments: [amendment] } as unknown as EnvironmentInput)).toBe(sentence);
  });
});

function fail(what: string): never {
  throw new RangeError(`there is no ${what}`);
}
