/** The command line of `npm run field-types`. */
import type { CommandLine } from '../command';

export const line = {
  name: 'field-types',
  does: 'Writes field-types.json and merge-keys.json of lib/kubernetes/read from the OpenAPI description of a Kubernetes release.',
  arguments: { form: 'FILE', min: 1, max: 1, text: 'api/openapi-spec/swagger.json of a Kubernetes checkout' },
  options: {},
  exits: { 0: 'written' },
  examples: ['npm run field-types -- ../kubernetes/api/openapi-spec/swagger.json'],
} as const satisfies CommandLine;
