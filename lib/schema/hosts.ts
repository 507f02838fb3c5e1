/** Names and addresses of what is reached over a network: each in the one form that all programs read alike. */
import { isAddress, isOfNode, parseCidr, rangeOf } from '../core';
import { longestTexts } from './bounds';
import { text } from './text';

const dnsForm = /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/;

/** A DNS-1123 subdomain: the name of a node, a class, a secret. */
export const dnsName = text(
  dnsForm,
  'a DNS name: lower-case letters, digits, inner hyphens, and dots between parts',
  longestTexts.dnsName,
);

/** The name of a node: its kubelet writes it into a label, whose values have at most 63 characters. */
export const nodeName = text(
  dnsForm,
  'the name of a node: lower-case letters, digits, inner hyphens, and dots between parts',
  longestTexts.label,
);

/** The domain of a cluster: the longest name of a pod or a Service below it has at most 253 characters. */
export const clusterDomain = text(dnsForm, "the domain of the cluster: 'cluster.local'", longestTexts.label);

/** A bucket, as the protocol of S3 names it: an address of numbers is none. */
export const bucketName = text(
  (value) => /^[a-z0-9][-.a-z0-9]{1,61}[a-z0-9]$/.test(value) && dnsForm.test(value) && !/^(\d+\.){3}\d+$/.test(value),
  'the name of a bucket: 3 to 63 lower-case letters, digits and inner hyphens, with dots between parts, and no address',
  longestTexts.label,
);

/** An address range without bits beyond its prefix, in the one form of which the API server gives no warning. */
export const cidr = text(
  (value) => {
    const range = parseCidr(value);
    return range !== undefined && !range.hasHostBits && range.isCanonical;
  },
  "an address range in its shortest form, whose bits after the prefix are zero: '10.0.0.0/24', '192.0.2.7/32', 'fd00::/64'",
  longestTexts.label,
);

/** One address, in its shortest form. */
export const ipAddress = text(
  (value) => parseCidr(rangeOf(value))?.isCanonical === true,
  "an address in its shortest form: '10.96.0.15', 'fd00:10:96::f'",
  longestTexts.label,
);

/**
 * A DNS name of any case with parts of at most 63 characters, or an address without brackets. A text that ends in a
 * number is an address in its one form: some programs read `10.0.0.010` as 10.0.0.8, and `10.5` as 10.0.0.5.
 */
function isHost(text: string): boolean {
  if (isAddress(text)) return true;
  if (text.split('.').some((part) => part.length > longestTexts.label)) return false;
  const isNamed = /^[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?(\.[A-Za-z0-9]([-A-Za-z0-9]*[A-Za-z0-9])?)*$/.test(text);
  return isNamed && !/(^|\.)(\d+|0[xX][0-9A-Fa-f]*)$/.test(text);
}

/** The name by which clients reach a server; Ingress, routes and certificates take no address. */
export const hostName = text(
  (value) => dnsForm.test(value) && isHost(value) && !isAddress(value),
  'a DNS name, and no address: lower-case letters, digits, inner hyphens, and dots between parts',
  longestTexts.dnsName,
);

/**
 * An NFS server: a DNS name, or an address of either family. Each node mounts from it, so it is no address of a node
 * itself.
 */
export const serverName = text(
  (value) => isHost(value) && !isOfNode(value),
  "the DNS name or the address of a server that all nodes reach: 'nfs.example', '192.0.2.7'",
  longestTexts.dnsName,
);

/** The host of an address of the web, without the brackets of IPv6. */
function hostOf(address: string): string {
  const [, host = ''] = /^https?:\/\/(\[[^\]]*\]|[^/:]*)/.exec(address) ?? [];
  return host.replace(/^\[(.*)\]$/, '$1');
}

/** Whether an address of the web names a host that all programs read alike, and a port to which one can connect. */
export const isReachable = (address: string): boolean =>
  isHost(hostOf(address)) && URL.canParse(address) && new URL(address).port !== '0';

/** A base address of a web service: a token goes into a Secret, never into an address. */
export const webAddress = text(
  (value) =>
    /^https?:\/\/([-.A-Za-z0-9]+|\[[0-9a-fA-F:]+\])(:\d{1,5})?(\/[\w.~%!$&'()*+,;=:@-]*)*$/.test(value) &&
    isReachable(value),
  'a web address without credentials, query or fragment: https://…',
  longestTexts.address,
);

/** A Git repository by SSH: as an address with a scheme, or `user@host:path`, which has no port. */
function isGitBySsh(value: string): boolean {
  const user = String.raw`[A-Za-z_][-.\w]*@`;
  const host = String.raw`([-.A-Za-z0-9]+|\[[0-9a-fA-F:]+\])`;
  const path = String.raw`[\w.~%+-]+(\/[\w.~%+-]+)*\/?`;
  const [, , named] =
    new RegExp(`^ssh://(${user})?${host}(:\\d{1,5})?/${path}$`).exec(value) ??
    new RegExp(`^(${user})${host}:/?${path}$`).exec(value) ??
    [];
  if (named === undefined || !isHost(named.replace(/^\[(.*)\]$/, '$1'))) return false;
  return !value.startsWith('ssh:') || (URL.canParse(value) && new URL(value).port !== '0');
}

/** The address of a Git repository, with its credentials in the controller that reads it. */
export const gitAddress = text(
  (value) => webAddress.safeParse(value).success || isGitBySsh(value),
  "the address of a Git repository, without a password: 'https://git.example/platform.git', 'git@git.example:platform.git', 'ssh://git@git.example:2222/platform.git'",
  longestTexts.address,
);

/**
 * The address of an HTTP proxy, with its port: curl and Node do not agree on a usual one. No pod has a proxy in itself.
 */
export const proxyAddress = text(
  (value) =>
    /^https?:\/\/([-.A-Za-z0-9]+|\[[0-9a-fA-F:]+\]):\d{1,5}\/?$/.test(value) &&
    isReachable(value) &&
    !isOfNode(hostOf(value)),
  "the address of an HTTP proxy, with its port and without a password, which `credentials` names: 'http://proxy.example:3128'",
  longestTexts.address,
);

/** A host that is reached without a proxy. */
export const proxyException = text(
  (value) => isHost(value.replace(/^\./, '')) || parseCidr(value)?.hasHostBits === false,
  "a name, an address, or a range of addresses: 'corp.example', '10.0.0.7', '10.0.0.0/8'",
  longestTexts.dnsName,
);
