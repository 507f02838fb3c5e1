/**
 * Headers that the gateway's policy adds to a request, for Envoy, its access log and the second check. Envoy removes
 * them from what a client sends.
 */
export interface GatewayHeaders {
  /** Name of the client whose key was sent. */
  readonly client: 'x-corral-client';
  /** Id of the key that was sent. */
  readonly key: 'x-corral-key';
  /** Public name of the model. */
  readonly model: 'x-corral-model';
  /** Envoy cluster that the request goes to: one track of the model. */
  readonly cluster: 'x-corral-cluster';
  /** What requests of one session have in common: they go to the same pod where the model has affinity. */
  readonly hash: 'x-corral-hash';
  /** Seconds in which a pod is ready, where none is: the `retry-after` of Envoy's answer. */
  readonly retryAfter: 'x-corral-retry-after';
  /** Id of the admission, by which the access log line settles what the request was charged. */
  readonly admission: 'x-corral-admission';
  /**
   * What Envoy changes in the body: two offsets in bytes, and the text that takes the place of what is between them. It
   * bounds the answer of an engine that has no bound of its own.
   */
  readonly edit: 'x-corral-edit';
}

export const gatewayHeaders: GatewayHeaders = {
  client: 'x-corral-client',
  key: 'x-corral-key',
  model: 'x-corral-model',
  cluster: 'x-corral-cluster',
  hash: 'x-corral-hash',
  retryAfter: 'x-corral-retry-after',
  admission: 'x-corral-admission',
  edit: 'x-corral-edit',
};
