/** Names under which clients in the cluster reach a Service, for its certificate. */
export const serviceHosts = (name: string, namespace: string, domain: string): readonly [string, ...string[]] => [
  `${name}.${namespace}.svc`,
  `${name}.${namespace}.svc.${domain}`,
  name,
];
