/** Once before the tests: obtains Envoy, the engines, and the Node that the policy is written for. */
import { gatewayTools } from '../components/sets';
import { prepare } from '../jest/prepare';

export default (): Promise<void> => prepare(gatewayTools);
