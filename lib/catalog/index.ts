/** Facts as data: GPUs, machines with prices, images by digest, what is known of a model. */
export type { Adapter, AdapterTensors } from './adapter';
export { type ClaimLayout, claimLayouts, type ClaimPlace } from './claim-layout';
export { type DeviceAttributes, deviceClassOf, type DeviceDriver, devicesOfClass } from './device-classes';
export { catalogFaultCodes } from './fault-codes';
export { type Gpu, type GpuCatalog, type GpuVendorName, gpuVendorNames, type MigProfile } from './gpu';
export {
  type GpuVendor,
  gpuVendors,
  isGpuUnit,
  isWholeGpu,
  nodeLabelOf,
  vendorOf,
  vendorOfResource,
  vendorOrNvidia,
} from './gpu-vendors';
export { gpus } from './gpus';
export { architecturesOf, type Image, type ImageCatalog, imageReference, isTooOld } from './image';
export { images } from './images';
export {
  architecturesOfNodes,
  type Instance,
  type InstanceCatalog,
  type NodeArchitecture,
  type Price,
} from './instance';
export { instances } from './instances';
export type { LayerRun } from './layer-run';
export { findGpu, findInstance, findMigProfile, findModel, isFault } from './lookup';
export { type ImageMirrors, mirroredImage, mirroredReference } from './mirrors';
export { adapterName, chatTemplateName, modelFiles, originsOf, type StoredFile } from './model-files';
export {
  type AnyArchitectureName,
  type MeasuredMemory,
  type ArchitectureFacts,
  type ArchitectureName,
  architectures,
  isArchitecture,
  type Model,
  type ModelCatalog,
  type TensorFacts,
} from './model';
export { isOfRegistry, ollamaName } from './ollama-name';
export { isMounted, type ModelOrigin, type OllamaLayer, originText } from './origin';
export { postgresExporterPort, postgresPort, valkeyPort } from './ports';
export { type Projector, type ProjectorFacts, type ProjectorType, projectorTypes } from './projector';
export {
  valkeyKeeper,
  type ValkeyKept,
  valkeyPolicies,
  type ValkeyPolicy,
  type ValkeyRight,
  valkeyRights,
} from './valkey';
export type { WeightsFile } from './weights-file';
