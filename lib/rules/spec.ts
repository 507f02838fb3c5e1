/** What an object of a kind that is known only when read says of itself; an amendment may have taken all of it away. */
import type { Manifest } from '../kubernetes/read';

/** The spec of an object, as far as the caller looks: every field of it may be missing. */
export const specOf = <T extends object>({ spec }: Manifest): Partial<T> => spec ?? {};
