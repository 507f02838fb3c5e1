/** Object names that Corral renders itself, or that every namespace has already; no workload may take one. */

/** Each name with who has it, in the namespaces of models and of the store alike. */
export const reservedNames = {
  default: 'the ServiceAccount that every namespace has',
  'default-deny': 'the NetworkPolicy that denies by default',
  dns: 'the NetworkPolicy that allows names to be resolved',
  limits: 'the LimitRange of the namespace',
  quota: 'the ResourceQuota of the namespace',
  store: 'the claim of the model store',
  loader: 'the ServiceAccount and the policy of the loaders',
  stager: 'the programs that stage weights',
  collector: 'the job that collects weights which nothing names',
  'weights-server': 'the server of weights',
} as const satisfies Readonly<Record<string, string>>;
