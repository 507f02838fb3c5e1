/** Bytes of a model's files on a disk. */
import type { Model } from '../catalog/model';
import { mibText, sumBytes, type Bytes } from '../core/bytes';
import { derived, type Derived } from '../core/derived';

/**
 * Everything that an engine reads: the files, and for an Ollama model every layer of its manifest. Room for a second copy while
 * one changes is the plan's to add.
 */
export function diskBytes({ files, origin }: Model): Derived<Bytes> {
  if (origin.from === 'ollama') {
    const total = sumBytes(origin.layers.map((layer) => layer.bytes));
    return derived(total, `${origin.layers.length} layers of ${origin.tag}, ${mibText(total)} MiB`);
  }
  const total = sumBytes(files.map((file) => file.bytes));
  const count = files.length === 1 ? 'one file' : `${files.length} shards`;
  const computed = files.some((file) => file.bytesFrom === 'computed');
  return derived(
    total,
    `${count}, ${mibText(total)} MiB${computed ? ' as computed from the tensors' : ''}`,
  );
}
