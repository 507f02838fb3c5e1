/** What pods say to those who give them nodes and take nodes away. */
import { expect, test } from '@jest/globals';
import type { Manifest, Synthesis } from '../../lib';

interface Template {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly nodeSelector?: Readonly<Record<string, string>> };
}

/** Ends in order, and is away meanwhile: it is moved when people say so. */
const isDatabase = ({ metadata }: Manifest): boolean => metadata.labels?.['app.kubernetes.io/name'] === 'postgres';

const templatesOf = (kinds: readonly string[], manifests: readonly Manifest[]): readonly Template[] =>
  manifests
    .filter(({ kind }) => kinds.includes(kind))
    .map(({ kind, spec }) => {
      const { template, jobTemplate } = spec as {
        readonly template: Template;
        readonly jobTemplate: { readonly spec: { readonly template: Template } };
      };
      return kind === 'CronJob' ? jobTemplate.spec.template : template;
    });

/** Tests what an environment's pods say. */
export function tellsNodes({ charts }: Synthesis): void {
  const manifests = charts.flatMap((chart) => chart.manifests);
  const databases = manifests.filter(isDatabase);
  const saysOf = (kinds: readonly string[], annotation: string, among = manifests): readonly unknown[] => [
    ...new Set(templatesOf(kinds, among).map(({ metadata }) => metadata.annotations?.[annotation])),
  ];

  test('what serves may be moved by the cluster autoscaler, although it has an emptyDir; what loads is waited for, and a database', () => {
    const evict = 'cluster-autoscaler.kubernetes.io/safe-to-evict';
    const others = manifests.filter((manifest) => !isDatabase(manifest));
    expect(saysOf(['Deployment', 'StatefulSet'], evict, others)).toEqual(['true']);
    expect(saysOf(['StatefulSet'], evict, databases)).toEqual(databases.length === 0 ? [] : ['false']);
    expect(saysOf(['Job'], evict)).toEqual(['false']);
    expect(saysOf(['Job'], 'karpenter.sh/do-not-disrupt')).toEqual(['true']);
  });

  test('no pod can go to a node with another operating system', () => {
    const selectors = templatesOf(['Deployment', 'StatefulSet', 'Job', 'CronJob'], manifests).map(
      ({ spec }) => spec.nodeSelector?.['kubernetes.io/os'],
    );
    expect(selectors.length).toBeGreaterThan(3);
    expect([...new Set(selectors)]).toEqual(['linux']);
  });
}
