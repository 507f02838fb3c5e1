/** The collector: the smallest props, every prop, every refusal. */
import { describe, expect, test } from '@jest/globals';
import { images } from '../../lib/catalog/images';
import { StoreCollector, type StoreCollectorProps } from '../../lib/constructs/weights/store-collector';
import { hours, minutes } from '../../lib/core/duration';
import { additionsShown, everyAddition } from './support/additions';
import { draw, fieldOf, refusal, titles } from './support/drawn';
import { everyProp } from './support/every-prop';
import { hubKey, hubModel, pool, programs, scheduling, tag, tagModel, wants } from './support/props';

const add = (chart: ConstructorParameters<typeof StoreCollector>[0], props: StoreCollectorProps) =>
  new StoreCollector(chart, 'collector', props);
const smol = { key: hubKey, model: hubModel, form: 'gguf' } as const;
const qwen = { key: tag, model: tagModel, form: 'registry' } as const;
const smallest: StoreCollectorProps = { namespace: 'store', claimName: 'models', current: [smol] };
const cron = 'CronJob store/collector: spec';
const template = `${cron}.jobTemplate.spec.template`;
const pod = `${template}.spec`;
const variable = (name: string, value: string) => expect.arrayContaining([{ name, value }]);

describe('the smallest props', () => {
  const manifests = draw((chart) => add(chart, smallest));
  const field = (place: string) => fieldOf(manifests, place);

  test('give a nightly run that only reports, never two at a time, and ends within an hour', () => {
    expect(titles(manifests).map((each) => each.replace(/[0-9a-f]{8}$/, '#'))).toEqual([
      'ServiceAccount store/collector',
      'NetworkPolicy store/collector',
      'ConfigMap store/collector-lists',
      'ConfigMap store/program-collector-#',
      'CronJob store/collector',
    ]);
    expect(field(cron)).toMatchObject({
      schedule: '17 3 * * *',
      timeZone: 'Etc/UTC',
      concurrencyPolicy: 'Forbid',
      startingDeadlineSeconds: 3600,
      jobTemplate: {
        metadata: { labels: { 'app.kubernetes.io/instance': 'collector' } },
        spec: { backoffLimit: 0, activeDeadlineSeconds: 3600 },
      },
    });
    expect(field(`${pod}.containers[0].env`)).toEqual(variable('COLLECT_MODE', 'report'));
  });

  test('let nothing in or out', () => {
    expect([
      field('NetworkPolicy store/collector: spec.ingress') ?? [],
      field('NetworkPolicy store/collector: spec.egress') ?? [],
    ]).toEqual([[], []]);
    expect(field('NetworkPolicy store/collector: spec.policyTypes')).toEqual(['Ingress', 'Egress']);
  });
});

describe('each prop shows', () => {
  everyProp<StoreCollectorProps>(
    add,
    {
      ...smallest,
      programs,
      previous: [],
      mode: 'report',
      unnamed: 'keep',
      grace: hours(24),
      patience: minutes(10),
      schedule: '17 3 * * *',
      wants,
      scheduling,
      additions: {},
      image: images.curl,
    },
    {
      namespace: { to: 'other', shows: { 'CronJob other/collector: metadata.namespace': 'other' } },
      programs: 'elsewhere',
      claimName: {
        to: 'claim',
        shows: { [`${pod}.volumes[0]`]: { name: 'store', persistentVolumeClaim: { claimName: 'claim' } } },
      },
      current: {
        to: [qwen],
        shows: {
          "ConfigMap store/collector-lists: data['current.list']":
            expect.stringContaining('manifests/registry.ollama.ai'),
        },
      },
      previous: {
        to: [qwen],
        shows: {
          "ConfigMap store/collector-lists: data['previous.list']":
            expect.stringContaining('manifests/registry.ollama.ai'),
        },
      },
      mode: { to: 'remove', shows: { [`${pod}.containers[0].env`]: variable('COLLECT_MODE', 'remove') } },
      unnamed: { to: 'drop', shows: { [`${pod}.containers[0].env`]: variable('UNNAMED_WEIGHTS', 'drop') } },
      grace: { to: hours(2), shows: { [`${pod}.containers[0].env`]: variable('GRACE_SECONDS', '7200') } },
      patience: { to: hours(1), shows: { [`${pod}.containers[0].env`]: variable('LOCK_PATIENCE_SECONDS', '3600') } },
      schedule: { to: '0 0 * * 0', shows: { [`${cron}.schedule`]: '0 0 * * 0' } },
      wants: { to: { ...wants, cpu: 900 }, shows: { [`${pod}.containers[0].resources.requests.cpu`]: '900m' } },
      additions: {
        to: everyAddition,
        shows: additionsShown(template, pod),
      },
      image: {
        to: { ...images.curl, repository: 'mirror.example/other' },
        shows: { [`${pod}.containers[0].image`]: expect.stringContaining('mirror.example/other:') },
      },
      scheduling: {
        to: { pools: [{ ...pool, taints: [] }], priorityClassName: 'llm-batch' },
        shows: { [`${pod}.priorityClassName`]: 'llm-batch' },
      },
    },
  );
});

test('a collector that would empty the store is refused', () => {
  expect(refusal((chart) => add(chart, { ...smallest, current: [] }))).toBe(
    'current: names no weights.\n  fix: remove the collector where nothing is served\n  [CollectorWouldEmptyTheStore]',
  );
});

test("where the store is mounted is not the caller's to say", () => {
  // @ts-expect-error the root is the construct's own
  const props: StoreCollectorProps = { ...smallest, root: '/elsewhere' };
  expect(props.namespace).toBe('store');
});
