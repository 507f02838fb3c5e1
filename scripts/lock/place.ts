/** Where a cluster gets a file that is on this machine: `--repo` and `--from`. Refuses what names no single file. */
import { basename, dirname, join } from 'node:path/posix';
import type { Model } from '../../lib';

/** An origin, and the path of the first file there. */
export interface Place {
  readonly origin: Model['origin'];
  readonly path: string;
}

/** The forms of `--from`. */
export const placeForms = [
  'https://files.example/FOLDER/FILE.gguf',
  'claim:NAME/PATH/FILE.gguf',
  'image:REGISTRY/NAME:TAG@sha256:…/PATH/FILE.gguf',
] as const;

export const isGguf = (path: string): boolean => /\.gguf$/i.test(path);

/** The path of the file: a folder is given where the last part is no GGUF file. */
const fileAt = (path: string, file: string): string =>
  isGguf(path) ? path : join(path === '' ? '.' : path, basename(file));

/** A part of an address as it is called on a disk; `undefined` where an escape is broken. */
function decoded(part: string): string | undefined {
  try {
    return decodeURIComponent(part);
  } catch {
    return undefined;
  }
}

function onWeb(address: string, file: string): Place | undefined {
  if (!URL.canParse(address)) return undefined;
  const url = new URL(address);
  if (url.search !== '' || url.hash !== '' || url.username !== '' || url.password !== '') return undefined;
  const folder = isGguf(url.pathname) ? dirname(url.pathname) : url.pathname.replace(/\/+$/, '');
  const path = isGguf(url.pathname) ? decoded(basename(url.pathname)) : basename(file);
  return path === undefined
    ? undefined
    : { origin: { from: 'web', folder: `${url.origin}${folder === '/' ? '' : folder}` }, path };
}

/**
 * The place that `--from` names; `undefined` for a text of another form. The name of the file may be left out at its
 * end.
 *
 * @param file the file on this machine
 */
export function placeOf(text: string, file: string): Place | undefined {
  if (/^https?:\/\//i.test(text)) return onWeb(text, file);
  const [, claimName, onClaim = ''] = /^claim:([^/]+)\/?(.*)$/.exec(text) ?? [];
  if (claimName !== undefined) return { origin: { from: 'claim', claimName }, path: fileAt(onClaim, file) };
  const [, reference, inImage = '/'] = /^image:(.+@sha256:[0-9a-f]{64})(\/.*)?$/.exec(text) ?? [];
  if (reference === undefined) return undefined;
  const path = fileAt(inImage, file);
  return { origin: { from: 'image', reference, folder: dirname(path) }, path: basename(path) };
}

/** The path of a second file beside the first: a projector. */
export const beside = ({ path }: Place, file: string): string => {
  const folder = dirname(path);
  return folder === '.' ? basename(file) : join(folder, basename(file));
};
