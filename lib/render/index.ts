/** A synthesis as files: YAML, index, kustomization. */
export { beforehand, type GpuOperator, preparationOf } from './beforehand';
export type { Preparation } from './preparation';
export { files, type Index, type IndexedFile, indexName, kustomizationName } from './files';
export { parseIndex } from './parse-index';
export { documentYaml, toYaml } from './yaml';
