/**
 * What every command of the repository has in common: its words, its help, its exit codes, its faults, its overlays.
 */
export { namedEnvironments } from './environments';
export type { CommandLine, Exit, Values } from './line';
export { painted, plain, table, wrapped, type Layout } from './layout';
export { withOverlays } from './overlays';
export { usageFault, type Parsed } from './parse';
export { readJson } from './read-json';
export { runCommand, runLongCommand, type Console } from './run';
export { start } from './start';
