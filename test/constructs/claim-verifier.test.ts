/** The verifier of a claim of others: the smallest props, every prop, and a name that follows its content. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { ClaimVerifier, type ClaimVerifierProps } from '../../lib/constructs/weights/claim-verifier';
import { derived } from '../../lib/core/derived';
import { minutes } from '../../lib/core/duration';
import { everyAddition } from './support/additions';
import { draw, fieldOf, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { hubKey, hubModel, pool, programs, scheduling, tag, tagModel, wants } from './support/props';

const add = (chart: ConstructorParameters<typeof ClaimVerifier>[0], props: ClaimVerifierProps) =>
  new ClaimVerifier(chart, 'verify-smol', props);
const smallest: ClaimVerifierProps = {
  namespace: 'store',
  claimName: 'of-others',
  place: { layout: 'paths' },
  weights: [{ key: hubKey, model: hubModel, form: 'gguf' }],
};
const job = 'Job store/verify-smol-*: spec';
const pod = `${job}.template.spec`;
const files = "ConfigMap store/verify-smol-lists-*: data['files.list']";

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give a Job that reads the claim, changes nothing of it, and connects to nothing', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount store/verify-smol',
      'NetworkPolicy store/verify-smol',
      'ConfigMap store/program-verifier-#',
      'ConfigMap store/verify-smol-lists-#',
      'Job store/verify-smol-#',
    ]);
    expect(field(`${pod}.volumes[2]`)).toEqual({
      name: 'source',
      persistentVolumeClaim: { claimName: 'of-others', readOnly: true },
    });
    expect(field(`${pod}.containers[0].volumeMounts[2]`)).toEqual({
      name: 'source',
      mountPath: '/source',
      readOnly: true,
    });
    expect(field(`${pod}.containers[0].env`)).toEqual(
      expect.arrayContaining([{ name: 'WEIGHTS_ROOT', value: '/tmp' }]),
    );
    expect(field('NetworkPolicy store/verify-smol: spec.egress')).toBeUndefined();
    expect(field(`${job}.podFailurePolicy.rules[1].onExitCodes.containerName`)).toBe('verifier');
  });
});

const all: Required<ClaimVerifierProps> = {
  ...smallest,
  programs,
  proofs: 'proofs',
  deadline: derived(minutes(60), 'one hour'),
  wants,
  scheduling,
  additions: {},
  image: images.curl,
};

describe('each prop shows', () => {
  everyProp<ClaimVerifierProps>(add, all, {
    namespace: { to: 'other', shows: { 'Job other/verify-smol-*: metadata.namespace': 'other' } },
    programs: 'elsewhere',
    claimName: { to: 'claim', shows: { [`${pod}.volumes[3].persistentVolumeClaim.claimName`]: 'claim' } },
    place: {
      to: { layout: 'corral', folder: 'store' },
      shows: { [files]: expect.stringContaining(` store/gguf/${hubKey}/`) },
    },
    weights: {
      to: [{ key: tag, model: tagModel, form: 'gguf' }],
      shows: { "Job store/verify-smol-*: metadata.annotations['corral.dev/models']": tag },
    },
    proofs: { to: 'other', shows: { [`${pod}.volumes[0].persistentVolumeClaim.claimName`]: 'other' } },
    deadline: { to: derived(minutes(30), 'half'), shows: { [`${job}.activeDeadlineSeconds`]: 1800 } },
    wants: { to: { ...wants, cpu: 2000 }, shows: { [`${pod}.containers[0].resources.requests.cpu`]: '2' } },
    additions: {
      to: everyAddition,
      shows: {
        [`${job}.template.metadata.labels['team']`]: 'llm',
        [`${pod}.imagePullSecrets`]: [{ name: 'pull' }],
      },
    },
    image: {
      to: { ...images.curl, repository: 'mirror.example/other' },
      shows: { [`${pod}.containers[0].image`]: expect.stringContaining('mirror.example/other:') },
    },
    scheduling: {
      to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-batch' },
      shows: { [`${pod}.priorityClassName`]: 'llm-batch' },
    },
  });
});

test('the program of all verifiers is drawn once', () => {
  const manifests = draw((chart) => {
    add(chart, smallest);
    new ClaimVerifier(chart, 'verify-other', { ...smallest, place: { layout: 'corral' } });
  });
  expect(titles(manifests).filter((each) => each.includes('program-verifier'))).toHaveLength(1);
});
