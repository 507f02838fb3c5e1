/** One entry of a Secret as a volume of a pod: its user may read the file, and nothing changes it. */
import type { SecretFile } from '../engines';
import type { Volume } from '../kubernetes/kinds';

export const secretVolume = ({ name, secret: { secretName, key } }: Omit<SecretFile, 'path'>): Volume => ({
  name,
  secret: { secretName, items: [{ key, path: key }], defaultMode: 0o440 },
});
