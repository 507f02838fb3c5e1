/** A GPU and a machine of one's own of which little is said, and one of which a part is wrong too. */
import { changed } from './base';

export const inputs = [
  changed(
    [['catalog', 'gpus'], { 'NVIDIA-X1': { memoryMib: 40_000, source: "the vendor's sheet" } }],
    [
      ['catalog', 'instances'],
      {
        'gcp/x1-standard-8': { vcpu: 8, allocatable: { pods: 32 }, gpu: { product: 'NVIDIA-L4', count: 1 } },
        'azure/Standard_X2': { type: 'Standard_X2', vcpu: 0.5, memoryMib: 8192, allocatable: {} },
      },
    ],
  ),
];

export const report = `test.catalog.gpus['NVIDIA-X1']: lacks product, memoryType, bandwidthGbPerSecond, computeCapability, migProfiles, which have no default.
  fix: replace the numbers of this example: 'NVIDIA-X1': { product: 'NVIDIA-X1', memoryMib: 40000, memoryType: 'GDDR', bandwidthGbPerSecond: 600, computeCapability: '8.9', migProfiles: [], source: "the vendor's sheet" }
  [CatalogIncomplete]
test.catalog.instances['gcp/x1-standard-8']: lacks cloud, type, memoryMib, allocatable.millicores, allocatable.memoryMib, which have no default.
  fix: replace the numbers of this example: 'gcp/x1-standard-8': { cloud: 'gcp', type: 'x1-standard-8', vcpu: 8, memoryMib: 65536, allocatable: { millicores: 15800, memoryMib: 57000, pods: 32 }, gpu: { product: 'NVIDIA-L4', count: 1 } }
  [CatalogIncomplete]
test.catalog.instances['azure/Standard_X2']: lacks cloud, allocatable.millicores, allocatable.memoryMib, allocatable.pods, which have no default.
  fix: replace the numbers of this example: 'azure/Standard_X2': { cloud: 'azure', type: 'Standard_X2', vcpu: 0.5, memoryMib: 8192, allocatable: { millicores: 15800, memoryMib: 57000, pods: 58 } }
  [CatalogIncomplete]
test.catalog.instances['azure/Standard_X2'].vcpu: 0.5 is of the wrong type.
  allowed: a whole number
  [WrongType]`;
