/** Names and addresses that Kubernetes, or what nearly every cluster runs, gives. */

/** The label that the API server sets on every namespace. */
export const namespaceLabel = 'kubernetes.io/metadata.name';

/** The RuntimeClass that NVIDIA's GPU operator creates, and its handler. */
export const gpuRuntimeClass = 'nvidia';

/** Pods that resolve names: kube-dns or CoreDNS. */
export const clusterDnsPods = { namespace: 'kube-system', podLabels: { 'k8s-app': 'kube-dns' } } as const;

/** Port of DNS. */
export const dnsPort = 53;

/** Where NodeLocal DNSCache answers unless it is configured otherwise; the address never leaves the node. */
export const nodeLocalDnsAddress = '169.254.20.10';

/** Domain of a cluster that was given no other. */
export const clusterDomain = 'cluster.local';
