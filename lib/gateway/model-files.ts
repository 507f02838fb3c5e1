/**
 * `models.json` in several files, each in a ConfigMap of its own: one ConfigMap would hold about 400 models before
 * `kubectl apply` refuses it. A model is always in the same file, whatever other models there are, so that pods which read
 * one file before another never miss it.
 */
import { sha256 } from '../core';
import type { GatewayCluster, GatewayModelsFile } from './files';
import { gatewayNames } from './names';

/** Files of every gateway: another number replaces pods. */
const count = 8;

/** A file, with the name of its ConfigMap. */
export interface GatewayModelsPart {
  readonly configMap: string;
  readonly file: string;
  readonly content: GatewayModelsFile;
}

const partOf = (name: string): number => Number.parseInt(sha256(name).slice(0, 8), 16) % count;

const parts = Array.from({ length: count }, (_, part) => ({
  configMap: `${gatewayNames.models}-${part}`,
  file: `models-${part}.json`,
}));

/** Names of the ConfigMaps, whatever models there are. */
export const gatewayModelsConfigMaps: readonly string[] = parts.map(({ configMap }) => configMap);

/** The files, each with the clusters of its models: a file alone is complete. */
export function gatewayModelsParts({ models, clusters }: GatewayModelsFile): readonly GatewayModelsPart[] {
  return parts.map((part, number) => {
    const own = Object.entries(models).filter(([name]) => partOf(name) === number);
    const used = new Set(own.flatMap(([, { tracks }]) => Object.values(tracks).map(({ cluster }) => cluster)));
    const isUsed = ([name]: readonly [string, GatewayCluster]): boolean => used.has(name);
    return {
      ...part,
      content: {
        models: Object.fromEntries(own),
        clusters: Object.fromEntries(Object.entries(clusters).filter(isUsed)),
      },
    };
  });
}
