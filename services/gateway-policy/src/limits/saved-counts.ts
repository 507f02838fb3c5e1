/** The counts of all pods in a file beside the access log, so that they survive a restart of the container. */
import { readFile, rename, writeFile } from 'node:fs/promises';
import { isPodRecord } from '../peers/message';
import type { Position } from '../usage/access-log';
import type { Ledger } from './ledger';
import type { PodRecord } from './record';

interface SavedCounts {
  readonly own: PodRecord;
  readonly others: readonly PodRecord[];
  /** Processes of this pod before the one that wrote. */
  readonly replaces: readonly string[];
  readonly position: Position;
}

/** Former processes that peers are reminded of. */
const mostReplaced = 20;

export const countsOf = (ledger: Ledger, position: Position, replaces: readonly string[]): SavedCounts => ({
  own: { pod: ledger.own.pod, sequence: ledger.sequence, shift: 0, records: ledger.changes(-1) },
  others: ledger.others(),
  replaces,
  position,
});

/** The file is replaced at once, never half. */
export const saveCounts = async (path: string, counts: SavedCounts): Promise<void> => {
  await writeFile(`${path}.new`, JSON.stringify(counts));
  await rename(`${path}.new`, path);
};

/** What a former process of this pod has saved. */
export const loadCounts = async (path: string): Promise<SavedCounts | undefined> => {
  try {
    const saved = JSON.parse(await readFile(path, 'utf8')) as SavedCounts;
    const { inode, offset } = saved.position;
    const replaces = [...saved.replaces, saved.own.pod].slice(-mostReplaced);
    if (!Number.isSafeInteger(inode) || !Number.isSafeInteger(offset)) return undefined;
    return [saved.own, ...saved.others].every(isPodRecord) ? { ...saved, replaces } : undefined;
  } catch {
    return undefined;
  }
};

/** Takes them over: the former process counts as one more pod; its requests in flight are now those of this one. */
export const restoreCounts = (
  { own, others }: SavedCounts,
  ledger: Ledger,
  adopt: (client: string, requests: number) => void,
): void => {
  for (const record of [own, ...others]) ledger.learn(record, 0);
  ledger.replaced(own.pod);
  for (const { client, inFlight } of own.records) if (inFlight > 0) adopt(client, inFlight);
};
