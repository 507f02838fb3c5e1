/** Builds components before the tests of a configuration start. */
import type { ComponentName } from '../../scripts/toolchain/components';
import { missingVariable } from '../../scripts/toolchain/missing';
import { obtain } from '../../scripts/toolchain/prepare';

/**
 * For a `globalSetup` of jest: builds what its tests need. Where `CORRAL_TOOLS_MISSING` is set, a command before has
 * built everything that can be obtained.
 */
export async function prepare(names: readonly ComponentName[]): Promise<void> {
  if (process.env[missingVariable] !== undefined) return;
  process.env[missingVariable] = JSON.stringify(await obtain(names));
}
