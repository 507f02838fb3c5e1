/** The command line of `npm run toolchain`. */
import type { CommandLine } from '../command';
import { componentNames } from './components';

export const line = {
  name: 'toolchain',
  does: 'Builds the real components that tests run, into a cache outside the checkout.',
  arguments: {
    form: '[COMPONENT]…',
    min: 0,
    max: componentNames.length,
    text: `any of ${componentNames.join(', ')} (default: all but those of Kubernetes 1.33 and 1.37, keda-operator and keda-adapter)`,
  },
  options: {
    path: { type: 'boolean', text: 'print the path of each' },
    until: { type: 'string', value: 'SECONDS', text: 'seconds since 1970: what is not built then is not started' },
    missing: {
      type: 'string',
      value: 'FILE',
      text: 'write what could not be obtained into this file, for CORRAL_TOOLS_MISSING',
    },
  },
  exits: { 0: 'built, or in the cache already' },
  examples: ['npm run toolchain -- kube-apiserver etcd', 'npm run --silent toolchain -- --path kubectl'],
} as const satisfies CommandLine;
