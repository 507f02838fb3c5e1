/** Bytes of a model's files on a disk. */
import { type Model, modelFiles } from '../../catalog';
import { bytes, type Bytes, ceilMib, derived, type Derived, mibText, sumBytes } from '../../core';

/**
 * Everything that an engine reads: the files, and for an Ollama model every layer of its manifest. Room for a second
 * copy while one changes is the plan's to add.
 */
export function diskBytes(model: Model): Derived<Bytes> {
  const { files, origin, projector, chatTemplate, adapters = {} } = model;
  if (origin.from === 'ollama') {
    const total = sumBytes(origin.layers.map((layer) => layer.bytes));
    return derived(total, `${origin.layers.length} layers of ${origin.tag}, ${mibText(total)} MiB`);
  }
  const all = modelFiles(model);
  const total = sumBytes(all.map((file) => file.bytes));
  const others = [
    projector && 'a projector',
    chatTemplate && 'a chat template',
    ...Object.keys(adapters).map((name) => `adapter ${name}`),
  ].filter((each) => each !== undefined);
  const count = [files.length === 1 ? 'one file' : `${files.length} shards`, ...others].join(' and ');
  const computed = all.some((file) => file.bytesFrom === 'computed');
  return derived(total, `${count}, ${mibText(total)} MiB${computed ? ' as computed from the tensors' : ''}`);
}

/**
 * Size of a volume for weights: a tenth more than the files. A file system keeps up to 7 % to itself (ext4: 5 % for
 * root, and its tables), sizes that no source states are computed from tensors and leave out the tokenizer, and the
 * kubelet evicts a pod that is one block over its limit.
 */
export const roomFor = (files: Bytes): Bytes => ceilMib(bytes((files * 11) / 10));
