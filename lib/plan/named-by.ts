/** Every object of others that an environment names by a kind of its own: classes, issuers, stores of secrets. */
import type { Environment } from '../environment';
import { namedByData } from './data-needs';
import { namedByGateway } from './gateway/named';
import type { Named } from './named';

export const namedBy = (
  environment: Pick<Environment, 'cluster' | 'gateway' | 'databases' | 'caches' | 'backup'>,
): readonly Named[] => [...namedByGateway(environment), ...namedByData(environment)];
