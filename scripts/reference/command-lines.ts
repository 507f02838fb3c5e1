/** The command lines of all commands, in the order in which a user meets them. */
import { line as bench } from '../bench/options';
import { line as bump } from '../bump/options';
import type { CommandLine } from '../command';
import { line as diff } from '../diff/options';
import { line as discover } from '../discover/options';
import { line as fieldTypes } from '../field-types/options';
import { line as gitops } from '../gitops/options';
import { line as lock } from '../lock/options';
import { line as plan } from '../plan/options';
import { line as preflight } from '../preflight/options';
import { line as synth } from '../synth/options';
import { line as toolchain } from '../toolchain/options';
import { line as fuzz } from '../../test/fuzz/options';
import { line as reference } from './options';

export const commandLines: readonly CommandLine[] = [
  synth,
  plan,
  diff,
  gitops,
  preflight,
  discover,
  lock,
  bump,
  reference,
  fieldTypes,
  toolchain,
  bench,
  fuzz,
];
