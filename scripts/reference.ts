/** `npm run reference`: the generated pages of docs/reference. Everything that it does is in `scripts/reference`. */
import { start } from './command';
import { runReference } from './reference/index';

start(runReference);
