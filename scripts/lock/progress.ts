/** A line of progress on a terminal; on anything else only its end is written. */

/** One long step. */
export interface Step {
  readonly advance: (bytes: number) => void;
  readonly end: () => void;
}

export interface Progress {
  /** Begins a step of so many bytes; 0 where the end is not known. */
  readonly start: (label: string, bytes: number) => Step;
}

/** What progress is written to. */
export interface Terminal {
  readonly isTTY?: boolean;
  readonly write: (text: string) => unknown;
}

const barLength = 24;
const mebibytes = (bytes: number): string => `${Math.ceil(bytes / 1024 / 1024)} MiB`;

function line(label: string, done: number, total: number): string {
  if (total === 0) return `${label} ${mebibytes(done)}`;
  const filled = Math.round((Math.min(done, total) / total) * barLength);
  return `${label} [${'='.repeat(filled)}${' '.repeat(barLength - filled)}] ${mebibytes(done)} of ${mebibytes(total)}`;
}

export function progressOn(terminal: Terminal): Progress {
  return {
    start: (label, total) => {
      let done = 0;
      let drawn = 0;
      return {
        advance: (bytes) => {
          done += bytes;
          const now = Date.now();
          if (!terminal.isTTY || now - drawn < 100) return;
          drawn = now;
          terminal.write(`\r\u001B[2K${line(label, done, total)}`);
        },
        end: () => {
          terminal.write(`${terminal.isTTY ? '\r\u001B[2K' : ''}${line(label, done, total)}\n`);
        },
      };
    },
  };
}

/** Writes nothing. */
export const silent: Progress = { start: () => ({ advance: () => undefined, end: () => undefined }) };
