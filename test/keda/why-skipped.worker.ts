/** Prints which programs of KEDA are not built, so that its tests are left out; nothing when they are. */
import { isCached } from '../../scripts/toolchain/tools';

const missing = (['keda-operator', 'keda-adapter'] as const).filter((name) => !isCached(name));
process.stdout.write(missing.length === 0 ? '' : `not built: npm run toolchain -- ${missing.join(' ')}`);
