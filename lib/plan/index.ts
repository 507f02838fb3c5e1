/** The plan of an environment, or every reason why there is none. */
export { plan } from './plan-environment';
