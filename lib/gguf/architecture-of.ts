/** The architecture of a model; one that no file describes is refused, never guessed. */
import { isArchitecture, type Model } from '../catalog';
import { type Path, suggest } from '../core';
import { refuseFile } from './fault-codes';
import { architectureByName } from './architectures';
import type { Architecture } from './architectures/architecture';

/** Whether a model turns text into vectors and cannot write any; not known of one whose memory was measured. */
export const isEncoder = ({ architecture: { architecture: name } }: Pick<Model, 'architecture'>): boolean =>
  isArchitecture(name) && architectureByName[name].encoder;

/** Looks an architecture up by its name in GGUF; a lock file that users extend may name any. */
export function architectureOf({ architecture: { architecture: name } }: Model, at: Path): Architecture {
  const known: Readonly<Record<string, Architecture>> = architectureByName;
  return (
    known[name] ??
    refuseFile('UnknownArchitecture', at, `architecture '${name}' has no memory model`, {
      'did you mean': suggest(name, Object.keys(known)),
      allowed: Object.keys(known),
    })
  );
}
