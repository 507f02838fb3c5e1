/** Once before the tests: builds what they need. */
import { prepare } from '../jest/prepare';
import { controlPlaneTools, definitionTools, fluxTools, pulumiTools } from '../components/sets';

export default (): Promise<void> =>
  prepare([...controlPlaneTools, ...definitionTools, ...fluxTools, 'argocd-crds', ...pulumiTools]);
