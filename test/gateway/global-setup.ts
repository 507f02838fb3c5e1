/** Once before the tests: obtains Envoy, the engines, the Node that the policy is written for, and a control plane. */
import { controlPlaneTools, gatewayTools } from '../components/sets';
import { prepare } from '../jest/prepare';

export default (): Promise<void> => prepare([...controlPlaneTools, ...gatewayTools]);
