/**
 * The program that fills the store from a claim or an image: files that are on no hub. It reads the volume only, and
 * never publishes a byte that its digest does not prove.
 */
import { ceilSeconds, type Duration, seconds } from '../core';
import { madeListFile } from './loader';
import { programFile, sh, type Program } from './program';
import { copy } from './shell/copy';
import { fill } from './shell/fill';
import { make } from './shell/make';
import { prelude } from './shell/prelude';
import { publish } from './shell/publish';
import { scratchMount, sourceMount, storeMount } from './volumes';
import type { Weights } from './weights-layout';
import { madeFiles, originList, weightsListFile } from './weights-list';

/** What a copier brings, and from where. */
export interface CopierInputs {
  readonly weights: readonly Weights[];
  /** Where the volume with the files is mounted. @default '/source' */
  readonly source?: string;
  /** Root of the store: the shared one, or the one claim of a single-node cluster. @default '/store' */
  readonly root?: string;
  /** Time between two progress lines. @default - 30 seconds */
  readonly progressEvery?: Duration;
}

const begin = sh`
#!/bin/sh
# Fills the store of weights from a mounted volume: list in WEIGHTS_LIST, root in WEIGHTS_ROOT.
program=copier
when_missing='Check the path in the catalogue, and that the volume has the file.'
when_closed='Give everyone, or its group, the right to read it: no program of Corral changes the volume.'
when_wrong='The volume has another file than the one that was locked: lock it again, or put the right one there.'
`;
const lockRules = sh`
# The store is shared: only the collector removes from it.
make_room() { :; }
# The collector gets its turn while a file is copied: what is being brought has a lock of its own.
leave_root() { flock -u 8; }

fill
`;
const end = sh`
say "everything in $WEIGHTS_LIST is in the store"
`;
const text = [begin, prelude, copy, publish, fill, lockRules + end].join('\n');
const textWithManifests = [begin, prelude, copy, publish, fill, make, `${lockRules}make\n${end}`].join('\n');

/**
 * Runs in the `curl` image, without a network. Mounts: the store at `root` (read-write), the volume with the files at
 * `source` (read-only), `programFolder`, an emptyDir at `/tmp`. It leaves in the store what the loader leaves.
 */
export const copier: Program<CopierInputs> = {
  file: 'copier.sh',
  text,
  run: ({ weights, source = sourceMount, root = storeMount, progressEvery = seconds(30) }) => {
    const made = madeFiles(weights);
    const program = made === undefined ? copier : copierWithManifests;
    return {
      command: ['/bin/sh', programFile(program.file)],
      env: {
        TMPDIR: scratchMount,
        WEIGHTS_ROOT: root,
        WEIGHTS_LIST: programFile(weightsListFile),
        PROGRESS_SECONDS: `${ceilSeconds(progressEvery)}`,
        ...(made === undefined ? {} : { MADE_LIST: programFile(madeListFile) }),
      },
      files: {
        [program.file]: program.text,
        [weightsListFile]: originList(weights, { from: 'volume', mount: source }),
        ...(made === undefined ? {} : { ...made.files, [madeListFile]: made.list }),
      },
    };
  },
};

/** The same, which then adds the manifests that are made for Ollama. */
export const copierWithManifests: Program<CopierInputs> = {
  file: 'copier-manifests.sh',
  text: textWithManifests,
  run: copier.run,
};
