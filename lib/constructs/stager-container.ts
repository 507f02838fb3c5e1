/** The init container that brings a pod's weights to its own volume. */
import { imageReference } from '../catalog/image';
import { images } from '../catalog/images';
import { mib } from '../core/bytes';
import { cores } from '../core/cpu';
import { container, environmentVariables } from '../kubernetes/container';
import type { Container } from '../kubernetes/kinds';
import { localMount, scratchMount } from '../programs/volumes';
import type { ContainerWants } from '../sizing/pod';
import type { OrdinalRun, ProgramFiles } from './program-files';
import { weightsVolumeName } from './weights-volume';

/** curl and sha256sum; the page cache of what they copy is reclaimed. */
const wants: ContainerWants = { cpu: cores(1), memory: mib(256), ephemeralStorage: mib(64) };

/** An init container: the weights read-write, which the engine then mounts read-only. */
export const stagerContainer = ({ command, env, before }: OrdinalRun, files: ProgramFiles): Container => container({
  name: 'stager',
  image: imageReference(images.curl),
  command: [...command],
  env: [...before, ...environmentVariables(env)],
  volumeMounts: [
    { name: weightsVolumeName, mountPath: localMount },
    { name: 'tmp', mountPath: scratchMount },
    files.mount,
  ],
}, wants);
