/**
 * Reads the access log of Envoy while it is written, and replaces it when it is long: it is renamed, and Envoy is asked
 * to open a new one. The place up to which lines are read survives a restart, with the counts.
 */
import { open, rename, stat, unlink, type FileHandle } from 'node:fs/promises';
import { join } from 'node:path';

export interface Position {
  readonly inode: number;
  readonly offset: number;
}

const longestFile = 16 * 1024 * 1024;
const longestLine = 256 * 1024;
const chunkLength = 256 * 1024;
const newline = 0x0a;
/** Envoy may still write to a renamed file for so long. */
const drainMs = 2000;

const inodeOf = (path: string): Promise<number | undefined> =>
  stat(path).then(
    ({ ino }) => ino,
    () => undefined,
  );

export class AccessLog {
  readonly #path: string;
  readonly #oldPath: string;
  readonly #chunk = Buffer.alloc(chunkLength);
  #file: FileHandle | undefined;
  #inode = 0;
  /** End of the last whole line. */
  #offset = 0;
  #rest = Buffer.alloc(0);
  /** Drops the rest of a line that is too long. */
  #skips = false;
  #reopens = false;
  #replacedAt: number | undefined;

  constructor(
    folder: string,
    private readonly onLine: (line: string) => void,
    /** Asks Envoy to open its logs again; false if it could not be asked. */
    private readonly reopenLogs: () => Promise<boolean>,
    private readonly from: Position | undefined,
    private readonly longest = longestFile,
  ) {
    this.#path = join(folder, 'access.log');
    this.#oldPath = join(folder, 'access.log.1');
  }

  get position(): Position {
    return { inode: this.#inode, offset: this.#offset };
  }

  /** Reads all lines that have been written. */
  async look(now = Date.now()): Promise<void> {
    if (this.#file === undefined && !(await this.#open())) return;
    const length = await this.#read();
    if (this.#reopens && (await this.reopenLogs())) this.#reopens = false;
    const current = await inodeOf(this.#path);
    if (current !== undefined && current !== this.#inode) {
      this.#replacedAt ??= now;
      if (now >= this.#replacedAt + drainMs) await this.#next();
    } else if (current !== undefined && length > this.longest) {
      await rename(this.#path, this.#oldPath);
      this.#reopens = !(await this.reopenLogs());
    }
  }

  async close(): Promise<void> {
    await this.#file?.close();
    this.#file = undefined;
  }

  /** A former process may have renamed the file: then Envoy may still write to it. */
  async #open(): Promise<boolean> {
    if ((await inodeOf(this.#oldPath)) === undefined) return this.#openAt(this.#path);
    this.#reopens = true;
    return this.#openAt(this.#oldPath);
  }

  async #openAt(path: string): Promise<boolean> {
    try {
      this.#file = await open(path, 'r');
    } catch {
      return false;
    }
    this.#inode = (await this.#file.stat()).ino;
    this.#offset = this.from?.inode === this.#inode ? this.from.offset : 0;
    this.#rest = Buffer.alloc(0);
    this.#skips = false;
    return true;
  }

  async #next(): Promise<void> {
    await this.close();
    await unlink(this.#oldPath).catch(() => {});
    this.#replacedAt = undefined;
    if (await this.#openAt(this.#path)) await this.#read();
  }

  /** @returns the length of the file */
  async #read(): Promise<number> {
    const file = this.#file!;
    const { size } = await file.stat();
    // It was emptied.
    if (size < this.#offset) {
      this.#offset = 0;
      this.#rest = Buffer.alloc(0);
    }
    for (;;) {
      const { bytesRead } = await file.read(this.#chunk, 0, chunkLength, this.#offset + this.#rest.length);
      if (bytesRead === 0) return this.#offset + this.#rest.length;
      this.#lines(Buffer.concat([this.#rest, this.#chunk.subarray(0, bytesRead)]));
    }
  }

  #lines(bytes: Buffer): void {
    let start = 0;
    for (let end = bytes.indexOf(newline); end >= 0; end = bytes.indexOf(newline, start)) {
      if (!this.#skips) this.onLine(bytes.toString('utf8', start, end));
      this.#skips = false;
      start = end + 1;
    }
    const rest = bytes.subarray(start);
    const tooLong = rest.length > longestLine;
    this.#skips ||= tooLong;
    this.#offset += start + (tooLong ? rest.length : 0);
    this.#rest = tooLong ? Buffer.alloc(0) : Buffer.from(rest);
  }
}
