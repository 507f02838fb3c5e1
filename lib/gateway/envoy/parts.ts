/** Small parts of Envoy's configuration. */

/** A part of Envoy's configuration. */
export type Part = Readonly<Record<string, unknown>>;

/** A message with its type, as extensions are configured. */
export const typed = (type: string, fields: Part = {}): Part => ({
  '@type': `type.googleapis.com/envoy.${type}`,
  ...fields,
});

/** An extension with its name. */
export const extension = (name: string, type: string, fields: Part = {}): Part => ({
  name,
  typed_config: typed(type, fields),
});

/** `90s`, to the millisecond. */
export const duration = (seconds: number): string => `${Math.round(seconds * 1000) / 1000}s`;

/** The address of a socket. */
export const socket = (address: string, port: number): Part => ({
  socket_address: { address, port_value: port },
});
