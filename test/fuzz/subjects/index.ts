/** Everything that is fuzzed, by name. */
import type { Subject } from '../subject';
import { amendments } from './amendments';
import { environments } from './environments';
import { headers } from './headers';

export const subjects: Readonly<Record<string, Subject>> = { environments, amendments, headers };
