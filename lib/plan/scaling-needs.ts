/** What KEDA's autoscalers use and others provide. */
import type { Environment } from '../environment';
import type { Need } from './gateway/needs';

/** The definition of what is drawn for models that KEDA scales; nothing without one. */
export const scalingNeeds = ({ cluster, servers }: Pick<Environment, 'cluster' | 'servers'>): readonly Need[] =>
  cluster.metrics === 'keda' && servers.some(({ replicas: { min, max } }) => min < max)
    ? [{ kind: 'CustomResourceDefinition', name: 'scaledobjects.keda.sh' }]
    : [];
