/** `npm run field-types`: the types of Kubernetes fields. Everything that it does is in `scripts/field-types`. */
import { start } from './command';
import { runFieldTypes } from './field-types/index';

start(runFieldTypes);
