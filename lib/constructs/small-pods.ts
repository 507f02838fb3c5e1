/** What the pods beside the engines ask for where nobody says otherwise: small, known, the same everywhere. */
import { mib } from '../core/bytes';
import { cores } from '../core/cpu';
import type { ContainerWants } from '../sizing/pod';

/** Loader and stager: curl and sha256sum, which wait for the network and take the cores that are free; their page cache is reclaimed. */
export const copyWants: ContainerWants = { cpu: cores(0.25), memory: mib(256), ephemeralStorage: mib(64) };

/** The weights server: nginx with sendfile, whose memory does not grow with the files. */
export const weightsServerWants: ContainerWants = { cpu: cores(0.5), memory: mib(128), ephemeralStorage: mib(128) };

/** The collector lists and deletes. */
export const collectorWants: ContainerWants = { cpu: cores(0.1), memory: mib(64), ephemeralStorage: mib(64) };
