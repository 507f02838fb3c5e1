/** Checks of fields that are bounded by the model. */
import { type Check, number, ofImages, text, whole } from './check';

/** Tokens of an answer. */
export const answerTokens: Check = (value, at, limits) => whole(1, limits.maxOutputLength)(value, at, limits);

/** Tokens that look back over the prompt; -1 is all of it. */
export const lookBack: Check = (value, at, limits) => whole(-1, limits.contextLength)(value, at, limits);

const dataUrl = /^data:image\/(?:png|jpe?g|webp|gif|bmp);base64,[0-9A-Za-z+/]+={0,2}$/;

/** An image in the request itself. An address would let the engine ask other servers, inside of the cluster too. */
export const imageUrl: Check = ofImages((value, at, limits) =>
  typeof value === 'string' && dataUrl.test(value)
    ? undefined
    : (text(value, at, limits) ?? {
        at,
        problem: 'must be the image itself, as `data:image/png;base64,…`: addresses are not fetched',
      }),
);

const base64 = /^[0-9A-Za-z+/\s]+={0,2}\s*$/;

/** An image as base64, without a prefix. */
export const imageBytes: Check = ofImages((value, at) =>
  typeof value === 'string' && base64.test(value) ? undefined : { at, problem: 'must be an image in base64' },
);

/** A seed: llama-server's has 32 bits, and -1 is by chance. */
export const seed = whole(-1, 0xffff_ffff);
export const temperature = number(0, 5);
export const share = number(0, 1);
export const penalty = number(-2, 2);
