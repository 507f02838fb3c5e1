/** The Services of a workload of an engine. */
import { readyPods } from '../../../gateway';
import { object, objectLabels, selectorLabels } from '../../../kubernetes/draw';
import { portName } from '../../served-workload';
import { type EngineParts, headlessName } from './props';

function serviceNamed(
  { construct, owner, port, props: { namespace } }: EngineParts,
  id: string,
  name: string,
  spec: { readonly clusterIP?: string; readonly publishNotReadyAddresses?: boolean },
  selector: Readonly<Record<string, string>> = {},
): void {
  object(construct, id, 'Service', {
    metadata: { name, namespace, labels: objectLabels(owner) },
    spec: {
      type: 'ClusterIP',
      ...spec,
      selector: { ...selectorLabels(owner), ...selector },
      ports: [{ name: portName, port, targetPort: portName, protocol: 'TCP', appProtocol: 'http' }],
    },
  });
}

/** Without an address of its own, and without pods that load or end. */
function ofReadyPods(
  parts: EngineParts,
  id: string,
  service: string,
  selector?: Readonly<Record<string, string>>,
): void {
  if (parts.props.readyPods === true) serviceNamed(parts, id, readyPods(service), { clusterIP: 'None' }, selector);
}

/** One for all pods; of a StatefulSet one without an address too, and one for each ordinal that has models of its own. */
export function services(parts: EngineParts): void {
  serviceNamed(parts, 'service', parts.name, {});
  ofReadyPods(parts, 'ready-pods', parts.name);
  if (parts.props.replacement.by === 'deployment') return;
  serviceNamed(parts, 'headless-service', headlessName(parts), { clusterIP: 'None', publishNotReadyAddresses: true });
  if (parts.pod.servicePerOrdinal !== true) return;
  // Where each pod serves models of its own, a client asks the one that has its model.
  parts.pod.weights.forEach((_, ordinal) => {
    const name = `${parts.name}-${ordinal}`;
    const selector = { 'statefulset.kubernetes.io/pod-name': name };
    serviceNamed(parts, `service-${ordinal}`, name, {}, selector);
    ofReadyPods(parts, `ready-pods-${ordinal}`, name, selector);
  });
}
