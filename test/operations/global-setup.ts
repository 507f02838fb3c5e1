/** Once before the tests: builds what they need. */
import { prepare } from '../jest/prepare';
import { controlPlaneTools, definitionTools, gatewayTools, monitoringTools, operatorTools } from '../components/sets';

export default (): Promise<void> =>
  prepare([
    ...controlPlaneTools,
    ...definitionTools,
    ...operatorTools,
    ...monitoringTools,
    ...gatewayTools,
    'valkey-server',
  ]);
