/** Kinds that run pods. */
import type { Manifest } from '../../lib';

const kinds: ReadonlySet<string> = new Set(['CronJob', 'DaemonSet', 'Deployment', 'Job', 'StatefulSet']);

export const runsPods = ({ kind }: Manifest): boolean => kinds.has(kind);
