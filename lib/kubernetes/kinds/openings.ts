/** Labels and annotations that give a pod, a Service, an account or a namespace more than its manifest shows. */

/** Values with which a label or an annotation turns something on. */
const on = /^(true|enabled|injected|yes|1)$/i;

/** Annotations and labels that give a pod, a Service, an account or a namespace more than its manifest says. */
const openings: readonly { readonly form: RegExp; readonly value?: RegExp; readonly what: string }[] = [
  {
    form: /^(istio-injection|istio\.io\/rev|sidecar\.istio\.io\/inject|(config\.)?linkerd\.io\/inject|kuma\.io\/sidecar-injection|consul\.hashicorp\.com\/connect-inject)$/,
    value: /^(?!disabled$|false$)/,
    what: 'adds containers to the pods, which no rule judges',
  },
  {
    form: /^(vault\.hashicorp\.com\/agent-inject|sidecar\.opentelemetry\.io\/inject|instrumentation\.opentelemetry\.io\/inject-.*|dapr\.io\/enabled)$/,
    value: on,
    what: 'adds containers to the pods, which no rule judges',
  },
  { form: /^(cdi\.k8s\.io|nvidia\.cdi\.k8s\.io)\//, what: 'gives the pods devices that they do not ask for' },
  { form: /^io\.kubernetes\.cri-o\./, what: 'makes the container runtime open what the manifest does not show' },
  { form: /^tailscale\.com\/(expose|hostname|tags|funnel)$/, what: 'opens the Service to the outside' },
  { form: /^external-dns\.alpha\.kubernetes\.io\//, what: 'publishes the Service in DNS' },
  { form: /^(k8s\.v1\.cni\.cncf\.io|v1\.multus-cni\.io)\//, what: 'attaches a network that no NetworkPolicy judges' },
  { form: /^container\.apparmor\.security\.beta\.kubernetes\.io\//, what: 'sets the AppArmor profile of a container' },
  {
    form: /^(eks\.amazonaws\.com\/role-arn|iam\.gke\.io\/gcp-service-account|azure\.workload\.identity\/)/,
    what: 'gives the pods rights in the cloud',
  },
  { form: /^storageclass\.kubernetes\.io\/is-default-class$/, what: 'makes the class that of every claim without one' },
];

/** What a label or an annotation opens; `undefined` when it opens nothing. */
export const openedBy = (key: string, value: unknown): string | undefined =>
  openings.find(({ form, value: on }) => form.test(key) && (on === undefined || on.test(String(value))))?.what;
