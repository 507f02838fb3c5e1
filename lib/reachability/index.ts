/** Which pods and addresses may connect, by the network policies of manifests: the connectivity matrix. */
export { connections, type Connection } from './connectivity';
export { type EndGroup, type GroupConnection, groupMatrix, type GroupMatrix } from './groups';
export { addressEnd, type AddressEnd, type End, type PodEnd } from './ends';
export { hasRange, type NamedPort, portTexts } from './ports';
export { type Probe, type ProbedAddress, type ProbeOptions, type ProbePort, probes, type ServiceName } from './probes';
export { connectivityCsv, type Row, summarised } from './rows';
export { surroundingsOf } from './world';
