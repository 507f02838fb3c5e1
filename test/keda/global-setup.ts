/** Once before the tests: builds what they need. */
import { kedaTestTools } from '../components/sets';
import { prepare } from '../jest/prepare';

export default (): Promise<void> => prepare(kedaTestTools);
