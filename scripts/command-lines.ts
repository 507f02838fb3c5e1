/** The command lines of all commands, in the order in which a user meets them. */
import { line as bench } from './bench/options';
import { line as bump } from './bump/options';
import { line as diff } from './diff/options';
import { line as discover } from './discover/options';
import { line as fieldTypes } from './field-types/options';
import { line as gitops } from './gitops/options';
import { line as init } from './init/options';
import { line as key } from './key/options';
import { line as lock } from './lock/options';
import { line as measure } from './measure/options';
import { line as plan } from './plan/options';
import { line as preflight } from './preflight/options';
import { line as restore } from './restore/options';
import { line as reference } from './reference/options';
import { line as report } from './report/options';
import { line as synth } from './synth/options';
import { line as toolchain } from './toolchain/options';

/** Of the program `corral`. */
export const programLines = {
  init,
  synth,
  plan,
  diff,
  report,
  gitops,
  preflight,
  discover,
  lock,
  measure,
  key,
  restore,
};

/** Of the commands that only this repository has. */
export const repositoryLines = { bump, reference, 'field-types': fieldTypes, toolchain, bench };

export const commandLines = { ...programLines, ...repositoryLines };
