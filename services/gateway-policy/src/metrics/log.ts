/** The log of the policy: lines of JSON. No line holds a prompt or a key. */

export type LogLevel = 'info' | 'warning' | 'error';
export type Log = (level: LogLevel, message: string) => void;

export const jsonLog =
  (write: (line: string) => void = (line) => process.stdout.write(line)): Log =>
  (level, message) =>
    write(`${JSON.stringify({ time: new Date().toISOString(), level, message })}\n`);

/** What an error is about. */
export const reasonOf = (error: unknown): string => (error as Partial<Error> | undefined)?.message ?? String(error);
