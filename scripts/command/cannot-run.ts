/** Which faults mean that a command could not run at all (exit code 3), rather than that its input is refused (2). */
import type { FaultCode } from '../../lib/internal';
import { clusterFaultCodes } from '../cluster/fault-codes';
import { commandFaultCodes } from './fault-codes';

/** Faults of files, hubs and repositories that are named on the command line and cannot be read. */
const others: readonly FaultCode[] = [
  'AnotherRun',
  'AnswerNotRead',
  'FileNotFound',
  'HubAddress',
  'HubCertificateRefused',
  'HubRedirects',
  'HubUnreachable',
  'NoRepository',
  'ProxyLogin',
  'SourceUnknown',
  'UnknownEngine',
];

export const cannotRun: ReadonlySet<string> = new Set([
  ...Object.keys(commandFaultCodes),
  ...Object.keys(clusterFaultCodes),
  ...others,
]);
