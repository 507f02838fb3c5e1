/** Everything that is fuzzed, by name. */
import type { Subject } from '../subject';
import { amendments } from './amendments';
import { answers } from './answers';
import { environments } from './environments';
import { headers } from './headers';
import { outputs } from './outputs';

export const subjects: Readonly<Record<string, Subject>> = { environments, amendments, headers, answers, outputs };
