/** The classes of devices that pods claim, which the DRA driver of the vendor brings. */
import type { Environment } from '../environment';
import type { Need } from './gateway/needs';

/** Classes of the pools whose GPUs are claimed; nothing where GPUs are counted. */
export const deviceNeeds = ({ nodePools }: Pick<Environment, 'nodePools'>): readonly Need[] =>
  [...new Set(Object.values(nodePools).flatMap(({ gpu }) => gpu?.claim?.deviceClass ?? []))].map((name) => ({
    kind: 'DeviceClass',
    name,
  }));
