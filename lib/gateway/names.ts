/** Names of a gateway's objects that other parts know: the files of the policy are read again under fixed names. */

export const gatewayNames = {
  /** Deployment, Service, account, policy, budget, autoscaler; and component and instance of its pods. */
  workload: 'gateway',
  /** Headless Service by which the pods find each other. */
  peers: 'gateway-peers',
  /** ConfigMaps of models, before their number. */
  models: 'gateway-models',
  clients: 'gateway-clients',
  weights: 'gateway-weights',
  /** ConfigMap of Envoy's configuration and the settings of the policy, before the hash of its content. */
  config: 'gateway-envoy',
  /** Secret of keys where the environment names none. */
  keys: 'gateway-keys',
  /** ConfigMap of keys that a control plane issues; it may be missing. */
  issuedKeys: 'gateway-issued-keys',
  /** Secret of a certificate that is issued. */
  certificate: 'gateway-tls',
} as const;

/**
 * Headless Service of the ready pods of a Service: its name has the address of each of them, and of no pod that loads
 * or ends.
 */
export const readyPods = (service: string): string => `${service}-ready`;

/** The full name of a Service, with a final dot: resolvers take it as it stands. */
export const serviceName = (service: string, namespace: string, { domain }: { readonly domain: string }): string =>
  `${service}.${namespace}.svc.${domain}.`;
