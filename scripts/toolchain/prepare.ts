/**
 * Builds components before a test runner starts, one at a time; what cannot be obtained is recorded and stops nothing
 * else.
 */
import { originOf } from './build';
import { components, type ComponentName } from './components';
import { messageOf } from './errors';
import type { Missing } from './missing';
import { ensureTools, isCached } from './tools';

/**
 * Builds these components. Those that are not built when `until` has passed are not started.
 *
 * @param until milliseconds since 1970. Default: no limit
 * @returns what is missing afterwards
 */
export async function obtain(names: readonly ComponentName[], until = Infinity): Promise<readonly Missing[]> {
  const missing: Missing[] = [];
  for (const name of names) {
    if (isCached(name)) continue;
    if (Date.now() > until) {
      missing.push({
        name,
        why: 'skipped',
        sentence: `toolchain: ${name} (${originOf(components[name])}) was not built in time [ComponentSkipped]`,
      });
      continue;
    }
    try {
      await ensureTools([name]);
    } catch (error) {
      process.stderr.write(`${messageOf(error)}\n`);
      missing.push({ name, why: 'failed', sentence: messageOf(error) });
    }
  }
  return missing;
}
