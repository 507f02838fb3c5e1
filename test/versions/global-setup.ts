/** Once before the tests: builds what they need. */
import { versionTools } from '../components/sets';
import { prepare } from '../jest/prepare';

export default (): Promise<void> => prepare(versionTools);
