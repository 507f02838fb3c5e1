/** One file of a request: on this machine, on a server, or on a hub. */
import { refuse } from '../../lib/internal';
import type { LockRequest, LockWorld } from './lock-request';
import { publicHub } from './options';
import { hubFile, localFile, type FileSource } from './source';
import { webFile } from './web-file';

/** The request of a file of a server. */
type WebRequest = Extract<LockRequest, { readonly from: 'web' }>;

const folderOf = ({ place: { origin } }: WebRequest): string => (origin.from === 'web' ? origin.folder : '');

/** Path of a file below the folder of its model; it may be given as an address. */
export function pathOnServer(request: WebRequest, text: string): string {
  if (!text.includes('://')) return text;
  const folder = `${folderOf(request)}/`;
  if (text.startsWith(folder)) return decodeURIComponent(text.slice(folder.length));
  return refuse('NoOrigin', text, `it is not below ${folder}, where the model is`, {
    fix: 'put it beside the model, and give its name',
  });
}

/** Address of a file below the folder of its model. */
export const addressOnServer = (request: WebRequest, path: string): string =>
  `${folderOf(request)}/${path.split('/').map(encodeURIComponent).join('/')}`;

/** A file of a request, by its path as the request has it. */
export function fileOf(
  request: LockRequest,
  path: string,
  sha256: string | undefined,
  world: LockWorld,
): Promise<FileSource> {
  if (request.from === 'disk') return Promise.resolve(localFile(path, world.progress));
  if (request.from === 'hub') return hubFile({ ...request, path, sha256 }, world.fetch);
  const relative = pathOnServer(request, path);
  return webFile(addressOnServer(request, relative), relative, sha256, world);
}

/** A file of another repository than the model's. */
export const fileOfHub = (request: LockRequest, repo: string, path: string, world: LockWorld): Promise<FileSource> =>
  request.from === 'disk'
    ? Promise.resolve(localFile(path, world.progress))
    : hubFile({ hub: request.from === 'hub' ? request.hub : publicHub, repo, path, revision: 'main' }, world.fetch);
