/** The gateway of an environment, as values. */
export {
  type Gateway,
  type GatewayClientInput,
  type GatewayExposure,
  type GatewayInput,
  type GatewayKeys,
  type GatewayPods,
  type GatewayTls,
  type GatewayTlsInput,
  issuerKinds,
  secretStoreKinds,
} from './gateway';
