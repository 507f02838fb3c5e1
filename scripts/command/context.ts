/** What a command works with, beside the words of its command line. */
import type { EnvironmentInput } from '../../lib';
import type { Layout } from './layout';
import type { Exit, OptionLines } from './line';
import type { Parsed } from './parse';

/** Where text goes. */
export interface Console {
  readonly out: (text: string) => void;
  readonly error: (text: string) => void;
  /** Of `out`. @default - plain text of 80 columns */
  readonly layout?: Layout;
  /** Of `error`. @default - plain text */
  readonly errorLayout?: Layout;
}

/** All that a command works with. */
export interface Context {
  readonly console: Console;
  readonly variables: NodeJS.ProcessEnv;
  /** Folder of the checkout, whose git revisions `diff` and `gitops` read. */
  readonly source: string;
  /** All environments of the overlays; none for a command that does not read overlays. */
  readonly environments: readonly EnvironmentInput[];
  /** Makes Node able to load the overlays at a path. @default - it is, as under tsx */
  readonly prepare?: (index: string) => void;
}

/** A part of the context: the rest is that of this process. */
export type Given = Pick<Context, 'console'> & Partial<Context>;

/** What a command does with its words. */
export type Run<O extends OptionLines, E extends Exit | Promise<Exit>> = (parsed: Parsed<O>, context: Context) => E;
