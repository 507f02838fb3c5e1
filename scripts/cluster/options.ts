/** The options by which commands name a cluster. */
export const accessOptions = {
  context: { type: 'string', value: 'NAME', text: 'context of the kubeconfig (default: the current one)' },
  kubeconfig: {
    type: 'string',
    value: 'FILE',
    text: 'read this kubeconfig (default: $KUBECONFIG, else ~/.kube/config)',
  },
} as const;
