/** What pods say to those who give them nodes and take nodes away. */
import { expect, test } from '@jest/globals';
import type { Manifest, Synthesis } from '../../lib';

interface Template {
  readonly metadata: { readonly annotations?: Readonly<Record<string, string>> };
  readonly spec: { readonly nodeSelector?: Readonly<Record<string, string>> };
}

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
  const saysOf = (kinds: readonly string[], annotation: string): readonly unknown[] => [
    ...new Set(templatesOf(kinds, manifests).map(({ metadata }) => metadata.annotations?.[annotation])),
  ];

  test('what serves may be moved by the cluster autoscaler, although it has an emptyDir; what loads is waited for', () => {
    expect(saysOf(['Deployment', 'StatefulSet'], 'cluster-autoscaler.kubernetes.io/safe-to-evict')).toEqual(['true']);
    expect(saysOf(['Job'], 'cluster-autoscaler.kubernetes.io/safe-to-evict')).toEqual(['false']);
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
