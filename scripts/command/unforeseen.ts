/** Faults from errors that no code of ours raised: the operating system's, and our own mistakes. */
import type { Fault } from '../../lib';
import { fault } from '../../lib/internal';
import { messageOf } from '../toolchain/errors';

/** What a user can do about an error of the operating system, by its name. */
const systemErrors: Readonly<Record<string, { readonly says: string; readonly fix: string }>> = {
  EACCES: { says: 'permission denied', fix: 'change its owner or mode, or name another place' },
  EPERM: { says: 'the system does not permit it', fix: 'change its owner or mode, or name another place' },
  EROFS: { says: 'the file system is read-only', fix: 'name another place' },
  ENOENT: { says: 'it does not exist', fix: 'name one that exists' },
  ENOTDIR: { says: 'a part of the path is a file, not a folder', fix: 'name a folder' },
  EEXIST: { says: 'it is a file, not a folder', fix: 'name a folder' },
  EISDIR: { says: 'it is a folder, not a file', fix: 'name a file' },
  ENOSPC: { says: 'no space is left on the disk', fix: 'free some space, or name another place' },
  EDQUOT: { says: 'the disk quota of this user is used up', fix: 'free some space, or name another place' },
  EFBIG: {
    says: 'the file would be larger than the system allows',
    fix: 'raise the limit (ulimit -f), or name another place',
  },
  EMFILE: { says: 'too many files are open', fix: 'raise the limit (ulimit -n)' },
  ELOOP: { says: 'its links form a loop', fix: 'remove the links, or name another place' },
  ENAMETOOLONG: { says: 'its name is too long', fix: 'name a shorter one' },
};

const reading = new Set(['open', 'read', 'scandir', 'stat', 'lstat', 'readlink', 'access', 'realpath', 'opendir']);
const writingOnly = new Set(['EROFS', 'ENOSPC', 'EDQUOT', 'EFBIG']);

interface SystemError {
  readonly code: string;
  readonly syscall: string;
  readonly path?: string;
  readonly message: string;
}

// By its fields: jest runs our code in a realm of its own, where Node's errors are no `Error`.
const isSystemError = (problem: unknown): problem is SystemError =>
  typeof problem === 'object' &&
  problem !== null &&
  'code' in problem &&
  typeof problem.code === 'string' &&
  'syscall' in problem &&
  typeof problem.syscall === 'string';

function systemFault({ code, syscall, path, message }: SystemError): Fault {
  if (syscall.startsWith('spawn'))
    return fault('CannotRead', syscall.replace(/^spawn\w*\s*/, '') || 'a program', 'it cannot be started', {
      fix: 'install it, and put it in the PATH',
    });
  const known = systemErrors[code];
  const writes = !reading.has(syscall) || writingOnly.has(code);
  return fault(
    writes ? 'CannotWrite' : 'CannotRead',
    path ?? 'output',
    `it cannot be ${writes ? 'written' : 'read'}: ${known?.says ?? message}`,
    known === undefined ? {} : { fix: known.fix },
  );
}

/** A fault for an error of any kind; `undefined` for one that only a mistake of ours explains. */
export const systemFaultOf = (problem: unknown): Fault | undefined =>
  isSystemError(problem) ? systemFault(problem) : undefined;

/** The fault of a mistake of ours. */
export function unexpected(problem: unknown): Fault {
  const [message = ''] = messageOf(problem).split('\n');
  return fault('Unexpected', 'corral', `internal error: ${message.replace(/[.:]+$/, '')}`, {
    fix: 'this is a mistake in Corral, not in your files: report it with the lines below',
  });
}
