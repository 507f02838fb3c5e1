/** Everything that is fuzzed, by name. */
import type { Subject } from '../subject';
import { environments } from './environments';
import { headers } from './headers';

export const subjects: Readonly<Record<string, Subject>> = { environments, headers };
