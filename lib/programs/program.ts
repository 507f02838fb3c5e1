/**
 * What a program is: text for a container's own shell, and what it takes. Nothing here runs anything.
 */

/** What a container, an init container or a hook is given so that a program runs in it. */
export interface ProgramRun {
  readonly command: readonly string[];
  /** Environment variables of the container: the only way in beside `files`. */
  readonly env: Readonly<Record<string, string>>;
  /** Data of a ConfigMap that is mounted read-only at `programFolder`, in whole. */
  readonly files: Readonly<Record<string, string>>;
}

/** A program whose text never changes: what differs between two runs lies in the inputs. */
export interface Program<Inputs> {
  /** File name in `programFolder`. */
  readonly file: string;
  readonly text: string;
  run(inputs: Inputs): ProgramRun;
}

/** Where the ConfigMap with `ProgramRun.files` is mounted, read-only. */
export const programFolder = '/etc/corral';

/** Where a program finds one of its own files. */
export const programFile = (name: string): string => `${programFolder}/${name}`;

/**
 * Marks shell text. The tag takes no values, so that nothing can be put into a program by templating; inside it a
 * dollar sign before a brace and a backquote are written with a backslash, and every other backslash stands for itself.
 */
export const sh = (text: TemplateStringsArray): string =>
  text.raw
    .join('')
    .replaceAll(/\\(?=\$\{|`)/g, '')
    .replace(/^\n/, '');
