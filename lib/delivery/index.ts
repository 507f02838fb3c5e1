/** What a GitOps repository gets: the tree of files, its lock, the changes, and the reasons to refuse them. Pure. */
export { changesBetween, type Changes, type Entry } from './changes';
export { deliveryFaultCodes } from './fault-codes';
export { fieldManagers } from './field-manager';
export { bindsOnFirstUse } from '../kubernetes/read';
export { guards } from './guards';
export { loadersBefore } from './loaders-first';
export { knownHashes, lockName, lockOf, lockPath, lockText, objectKey, type Lock } from './lock';
export { parseLock } from './parse-lock';
export { isKept } from './protection';
export { timesOf, type Times } from './times';
export { controlFolder, treeOf } from './tree';
export { replacements } from './changes';
