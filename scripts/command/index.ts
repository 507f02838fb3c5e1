/** What every command has in common: its words, its help, its exit codes, its faults, its overlays. */
export type { Console, Context } from './context';
export { namedEnvironments } from './environments';
export type { CommandLine, Exit, Values } from './line';
export { painted, plain, table, wrapped, type Layout } from './layout';
export { usageFault, type Parsed } from './parse';
export { readJson } from './read-json';
