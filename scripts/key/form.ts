/** The form of a key: `corral_ID_SECRET`. The gateway's policy refuses every other text before it looks for a hash. */
import { randomBytes } from 'node:crypto';
import { refuse } from '../../lib/internal';

const digits = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';

/** Letters and digits of an id that is drawn; the gateway takes 8 to 12. */
const idLength = 10;
/** Letters and digits that hold 256 bits. */
const secretLength = 43;
const secretBytes = 32;

/** A number in letters and digits, the first ones zero where it is small. */
function base62(bytes: Uint8Array, length: number): string {
  const characters: string[] = [];
  let rest = BigInt(`0x${Buffer.from(bytes).toString('hex')}`);
  for (let i = 0; i < length; i += 1) {
    characters.unshift(digits[Number(rest % 62n)] ?? '');
    rest /= 62n;
  }
  return characters.join('');
}

/** A key, and the id that stands in it. */
export interface Key {
  readonly id: string;
  readonly text: string;
}

/** A secret of 256 random bits. `draw` - random bytes */
export const newSecret = (draw: (bytes: number) => Uint8Array = randomBytes): string =>
  base62(draw(secretBytes), secretLength);

/** A new key, of 256 random bits. `draw` - random bytes */
export function newKey(draw: (bytes: number) => Uint8Array = randomBytes): Key {
  // More bits than an id holds: its letters are then as good as evenly drawn.
  const id = base62(draw(16), idLength);
  return { id, text: `corral_${id}_${newSecret(draw)}` };
}

const allowed = 'corral_ID_SECRET, with an ID of 8 to 12 and a SECRET of 43 letters and digits';

const plainText = /^[0-9A-Za-z]*$/;

/** Why a text is no key. The text itself is never printed. */
function wrongIn(text: string): string | undefined {
  if (text === '') return 'there is no text';
  const [prefix, id = '', secret = '', ...more] = text.split('_');
  if (prefix !== 'corral') return "it does not begin with 'corral_'";
  if (more.length > 0 || !plainText.test(id) || !plainText.test(secret))
    return 'it has other characters than letters and digits in its parts';
  if (id.length < 8 || id.length > 12) return `its id has ${id.length} characters`;
  if (secret.length < secretLength) return `its secret is too short: ${secret.length} of ${secretLength} characters`;
  if (secret.length > secretLength) return `its secret is too long: ${secret.length} instead of ${secretLength}`;
  return undefined;
}

/** Reads a key. @throws FaultError where the text has another form */
export function readKey(text: string): Key {
  const wrong = wrongIn(text);
  if (wrong !== undefined) return refuse('NotAKey', 'the key', wrong, { allowed });
  return { id: text.split('_')[1] ?? '', text };
}
