/** Keys of labels and annotations that have an owner: Corral, Kubernetes, or a controller that delivers objects. */

/** Why a user cannot set a key. */
interface ReservedKey {
  /** One clause: `belongs to Kubernetes`. */
  readonly because: string;
  /** What to do instead. */
  readonly instead: string;
}

const leaveOut = 'leave it out';
const another = 'use a key with a prefix of your own: team.example/name';

/** By key, the first that matches counts. */
const reserved: readonly (ReservedKey & { readonly form: RegExp })[] = [
  { form: /^corral\.dev\//, because: 'belongs to Corral', instead: another },
  {
    form: /^app\.kubernetes\.io\/(name|instance|part-of)$/,
    because: 'belongs to Corral: selectors and network policies find pods by it',
    instead: another,
  },
  {
    form: /^(cluster-autoscaler\.kubernetes\.io\/safe-to-evict|karpenter\.sh\/do-not-(disrupt|evict))$/,
    because: 'follows from pods.nodeRemoval',
    instead: "set pods.nodeRemoval to 'allowed' or 'prevented', and leave the annotation out",
  },
  {
    form: /^(([^/]+\.)?toolkit\.fluxcd\.io|argocd\.argoproj\.io|pulumi\.com|meta\.helm\.sh|helm\.sh)\//,
    because: 'belongs to the controller that delivers objects',
    instead: leaveOut,
  },
  {
    form: /^(pod-template-hash|controller-revision-hash|pod-template-generation|controller-uid|job-name)$/,
    because: 'belongs to Kubernetes',
    instead: another,
  },
  {
    form: /^([^/]+\.)?(kubernetes|k8s)\.io\//,
    because: 'belongs to Kubernetes',
    instead: another,
  },
];

/** Label of the pods of a track: its name. */
export const trackLabel = 'corral.dev/track';

/** Keys below a domain of Kubernetes that are recommended to users. */
const recommended = /^app\.kubernetes\.io\/(version|component|created-by)$/;

/** Why a user cannot set a label or an annotation; `undefined` when it has no other owner. */
export const reservedKey = (key: string): ReservedKey | undefined =>
  recommended.test(key) ? undefined : reserved.find(({ form }) => form.test(key));
