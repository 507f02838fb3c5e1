/** What the rest of the library uses of the constructs beside the public names of `index.ts`. */
export { constructFaultCodes } from './fault-codes';
export { devicePluginFile } from './tenancy/device-plugin-config';
export { weightsPlace } from './serving/weights-volume';
