/** What leaves for a GitOps repository: the tree of files, its lock, what changes, and what stands against it. Pure. */
export { changesBetween, type Changes, type Entry } from './changes';
export { deliveryFaultCodes } from './fault-codes';
export { fieldManagers } from './field-manager';
export { bindsOnFirstUse } from './first-use';
export { guards, type Delivery } from './guards';
export { loadersBefore } from './loaders-first';
export { hashes, lockName, lockOf, lockPath, lockText, objectKey, parseLock, sha256, type Lock } from './lock';
export { isKept } from './protection';
export { timesOf, type Times } from './times';
export { controlFolder, treeOf, type Tree } from './tree';
