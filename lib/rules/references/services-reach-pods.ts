/** Refuses Services, disruption budgets and policies that select no pod, and ports that no selected pod opens. */
import type { IService } from 'kubernetes-models/v1';
import type { Evidence, Seen } from '../evidence';
import { orNone } from '../lists';
import type { Pod } from '../pods';
import { selectsAll, type LabelSelector } from '../selection';
import { shown, type Finding, type Rule } from '../rule';

type ServicePort = NonNullable<NonNullable<IService['spec']>['ports']>[number];

function opens({ containers }: Pod, { port, targetPort = port, protocol = 'TCP' }: ServicePort): boolean {
  return containers.some(({ container }) =>
    orNone(container.ports).some(
      (open) =>
        (open.protocol ?? 'TCP') === protocol &&
        targetPort === (typeof targetPort === 'number' ? open.containerPort : open.name),
    ),
  );
}

function noPod({ manifest }: Seen, field: string, selector: LabelSelector): Finding {
  return {
    manifest,
    field,
    found: `${shown(selector.matchLabels)} selects no pod of namespace ${manifest.metadata.namespace}`,
    fix: 'select by the labels of a workload in the same namespace',
  };
}

function ofService(service: Seen<Pick<IService, 'spec'>>, { podsSelected }: Evidence): Finding[] {
  const { selector = {}, ports = [], type } = service.body.spec ?? {};
  if (type === 'ExternalName') return [];
  const labels = { matchLabels: selector };
  const pods = selectsAll(labels) ? [] : podsSelected(service.namespace, labels);
  if (pods.length === 0) return [noPod(service, 'spec.selector', labels)];
  return ports.flatMap((port, i) =>
    pods
      .filter((pod) => !opens(pod, port))
      .map(({ workload: { manifest } }) => ({
        manifest: service.manifest,
        field: `spec.ports[${i}].targetPort`,
        found: `no container of ${manifest.kind} ${manifest.metadata.name} opens ${port.protocol ?? 'TCP'} port ${shown(port.targetPort ?? port.port)}`,
        fix: 'declare the port on the container, or name one that it opens',
      })),
  );
}

function governing({ of, find, podsSelected }: Evidence): Finding[] {
  return of('StatefulSet').flatMap((set): Finding[] => {
    const name = set.body.spec?.serviceName ?? '';
    const service = find('Service', set.namespace, name)?.body.spec;
    if (service === undefined) return [];
    const finding = (found: string, fix: string): Finding => ({
      manifest: set.manifest,
      field: 'spec.serviceName',
      found,
      fix,
    });
    const isOwn = podsSelected(set.namespace, { matchLabels: service.selector }).some(
      ({ workload }) => workload.manifest === set.manifest,
    );
    return [
      ...(service.clusterIP === 'None'
        ? []
        : [finding(`Service ${name} is not headless`, "give that Service clusterIP 'None'")]),
      ...(isOwn
        ? []
        : [finding(`Service ${name} does not select its pods`, 'name the headless Service of these pods')]),
    ];
  });
}

function check(evidence: Evidence): Finding[] {
  const { of, podsSelected } = evidence;
  return [
    ...of('Service').flatMap((service) => ofService(service, evidence)),
    ...governing(evidence),
    ...of('PodDisruptionBudget').flatMap((budget) => {
      const selector = budget.body.spec?.selector ?? {};
      return podsSelected(budget.namespace, selector).length === 0 ? [noPod(budget, 'spec.selector', selector)] : [];
    }),
    ...of('NetworkPolicy').flatMap((policy) => {
      const selector = policy.body.spec?.podSelector ?? {};
      return !selectsAll(selector) && podsSelected(policy.namespace, selector).length === 0
        ? [noPod(policy, 'spec.podSelector', selector)]
        : [];
    }),
  ];
}

export const servicesReachPods: Rule = {
  name: 'services-reach-pods',
  promise:
    'Services, disruption budgets and network policies select pods of their namespace, and every target port is open on each of them.',
  cluster: 'The server takes them: a Service then has no endpoints, a budget and a policy protect nothing.',
  check,
};
