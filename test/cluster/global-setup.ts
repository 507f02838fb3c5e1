/** Once before the tests: builds what they need, and ends this process when the command that started it is gone. */
import { prepare } from '../jest/prepare';
import { controlPlaneTools, definitionTools } from '../components/sets';
import endWithParent from './control-plane/end-with-parent.cjs';

export default async (): Promise<void> => {
  endWithParent();
  await prepare([...controlPlaneTools, ...definitionTools, 'netpol-analyzer']);
};
