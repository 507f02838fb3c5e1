/** Prints which programs of other versions are not built, so that their tests are left out; nothing when they are. */
import { versionTools } from '../components/sets';
import { isCached } from '../../scripts/toolchain/tools';

const missing = versionTools.filter((name) => name.includes('-1.') && !isCached(name));
process.stdout.write(missing.length === 0 ? '' : `not built: npm run toolchain -- ${missing.join(' ')}`);
