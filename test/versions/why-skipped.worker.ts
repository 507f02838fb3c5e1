/** Prints which API servers are not built, so that their tests are left out; nothing when they are. */
import { isCached } from '../../scripts/toolchain/tools';

const missing = (['kube-apiserver-1.33', 'kube-apiserver-1.37'] as const).filter((name) => !isCached(name));
process.stdout.write(missing.length === 0 ? '' : `not built: npm run toolchain -- ${missing.join(' ')}`);
