/**
 * The policy of a gateway, which Envoy asks about each request: keys, rights, fields and limits. One file of JavaScript,
 * built from `services/gateway-policy`.
 */
import { inMib, type Bytes } from '../core';
import bundle from './gateway-policy.json';
import { listeningAt } from './listening';
import { programFile, type Program } from './program';

/** Where the policy finds its settings, and how much memory it may use. */
export interface GatewayPolicyInputs {
  /** Path of `settings.json`. */
  readonly settings: string;
  /** Limit of the container's memory. */
  readonly memory: Bytes;
  /** Address at which it answers probes and the other pods. @default '0.0.0.0' */
  readonly host?: string;
}

const text = `${bundle.lines.join('\n')}\n`;

/** The rest is for stacks, buffers of bodies and the worker that parses them. */
const heapShare = 0.5;

/** Runs in the image of Node.js without a shell. Mount: `programFolder`. */
export const gatewayPolicy: Program<GatewayPolicyInputs> = {
  file: 'gateway-policy.cjs',
  text,
  run: ({ settings, memory, host = '0.0.0.0' }) => ({
    command: [
      '/nodejs/bin/node',
      `--max-old-space-size=${Math.floor(inMib(memory) * heapShare)}`,
      programFile(gatewayPolicy.file),
      settings,
    ],
    env: {},
    files: { [gatewayPolicy.file]: listeningAt(text, host) },
  }),
};
