/** What programs of any image rely on: folders that a mount must not cover, and variables that decide what is loaded. */

/** Folders of the images: what is mounted over them replaces programs and libraries. */
export const imageFolders: readonly string[] = [
  '/app',
  '/bin',
  '/dev',
  '/etc',
  '/lib',
  '/lib64',
  '/opt',
  '/proc',
  '/root',
  '/run',
  '/sbin',
  '/sys',
  '/usr',
  '/var',
];

/** Variables by which the system finds programs and libraries, in any image. */
export const loadingVariable = /^(LD_.*|PATH|ENV|BASH_ENV|GCONV_PATH|OPENSSL_(CONF|MODULES)|CUDA_INJECTION64_PATH)$/;

const isWithin = (path: string, folder: string): boolean =>
  path === folder || folder === '/' || path.startsWith(`${folder}/`);

/** The first of several folders that a mount would cover, or that would cover it. */
export const coveredBy = (path: string, folders: readonly string[]): string | undefined =>
  folders.find((folder) => isWithin(path, folder) || isWithin(folder, path));

/** Whether a mount covers nothing that an image or another mount has. */
export function isBeside(mountPath: string, others: readonly string[]): boolean {
  const path = mountPath.replace(/\/+$/, '') || '/';
  const parts = path.split('/');
  if (!path.startsWith('/') || parts.includes('..') || parts.includes('.')) return false;
  return coveredBy(path, [...imageFolders, ...others]) === undefined;
}
