/** The access log: one line of JSON for each finished request that the policy admitted. */
import type { GatewayAccessLine } from '../files';
import { gatewayHeaders } from '../headers';
import { extension, type Part } from './parts';
import type { EnvoySettings } from './settings';
import { tokenMetadata } from './usage-filter';

const header = (name: string): string => `%REQ(${name})%`;
const metadata = (name: string): string => `%DYNAMIC_METADATA(${tokenMetadata.namespace}:${name})%`;

/** Envoy writes a text of one command as the value that it stands for: a number, or null. */
const line: Readonly<Record<keyof GatewayAccessLine, string>> = {
  admission: header(gatewayHeaders.admission),
  client: header(gatewayHeaders.client),
  key: header(gatewayHeaders.key),
  model: header(gatewayHeaders.model),
  cluster: header(gatewayHeaders.cluster),
  path: '%REQ(:PATH)%',
  code: '%RESPONSE_CODE%',
  duration: '%DURATION%',
  firstByte: '%COMMON_DURATION(DS_RX_END:US_RX_BEG:ms)%',
  type: '%RESP(CONTENT-TYPE)%',
  promptTokens: metadata(tokenMetadata.prompt),
  answerTokens: metadata(tokenMetadata.answer),
  flags: '%RESPONSE_FLAGS%',
};

export const accessLog = ({ files }: EnvoySettings): Part => ({
  filter: { header_filter: { header: { name: gatewayHeaders.admission, present_match: true } } },
  ...extension('envoy.access_loggers.file', 'extensions.access_loggers.file.v3.FileAccessLog', {
    path: `${files.access}/access.log`,
    log_format: { json_format: line },
  }),
});
