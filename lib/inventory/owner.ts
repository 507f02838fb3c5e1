/** Who made a live object and keeps it: read from the marks that each tool leaves. */
import type { Delivery } from '../environment';
import type { FieldManager, LiveObject } from './live-object';

export interface Owner {
  /** For people: `Flux Kustomization flux-system/production-10-cluster`. */
  readonly name: string;
  /** The way of delivery that this is, where it is one of ours. */
  readonly delivery?: Delivery;
}

const isApply =
  (name: string) =>
  ({ manager = '', operation }: FieldManager): boolean =>
    operation === 'Apply' && manager === name;

/** Pulumi's provider writes under a manager for each resource: `pulumi-kubernetes-1a2b3c4d`. */
const isPulumi = ({ manager = '' }: FieldManager): boolean => manager.startsWith('pulumi-kubernetes');

const lastApplied = 'kubectl.kubernetes.io/last-applied-configuration';

/** Each mark with the owner that it shows, the surest first. */
function marks({ metadata }: LiveObject): readonly (Owner | false | undefined)[] {
  const { labels = {}, annotations = {}, managedFields = [], ownerReferences = [] } = metadata;
  const [controller] = ownerReferences;
  const flux = labels['kustomize.toolkit.fluxcd.io/name'];
  const fluxRelease = labels['helm.toolkit.fluxcd.io/name'];
  const argo = annotations['argocd.argoproj.io/tracking-id'];
  const release = annotations['meta.helm.sh/release-name'];
  return [
    controller && { name: `${controller.kind} ${controller.name}` },
    flux !== undefined && {
      name: `Flux Kustomization ${labels['kustomize.toolkit.fluxcd.io/namespace'] ?? ''}/${flux}`,
      delivery: 'gitops',
    },
    argo !== undefined && { name: `Argo CD application ${argo.split(':')[0] ?? ''}`, delivery: 'gitops' },
    managedFields.some(isPulumi) && { name: 'Pulumi', delivery: 'pulumi' },
    fluxRelease !== undefined && {
      name: `Flux HelmRelease ${labels['helm.toolkit.fluxcd.io/namespace'] ?? ''}/${fluxRelease}`,
    },
    release !== undefined && { name: `Helm release ${annotations['meta.helm.sh/release-namespace'] ?? ''}/${release}` },
    (annotations[lastApplied] !== undefined || managedFields.some(isApply('kubectl'))) && {
      name: 'kubectl',
      delivery: 'kubectl',
    },
  ];
}

/** The owner of an object; without the mark of a tool, it is the field manager that wrote it. */
export function ownerOf(object: LiveObject): Owner {
  const [known] = marks(object).filter((mark) => mark !== false && mark !== undefined);
  const writer = object.metadata.managedFields?.find(
    ({ manager, subresource }) => manager !== undefined && subresource === undefined,
  )?.manager;
  return known ?? { name: writer ?? 'an unknown owner' };
}

/** Whether Corral drew it. */
export const isOurs = ({ metadata: { labels } }: LiveObject): boolean =>
  labels?.['app.kubernetes.io/part-of'] === 'corral';
