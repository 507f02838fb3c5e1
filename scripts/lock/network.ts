/**
 * Requests to a hub: one that gets no answer ends with the address, the cause and a fix. A token goes to the hub alone.
 * Node before version 24 reads no HTTPS_PROXY; from there on it does with NODE_USE_ENV_PROXY=1.
 */
import { FaultError } from '../../lib';
import { fault, refuse } from '../../lib/internal';

interface Cause {
  readonly code?: string;
  readonly message?: string;
  readonly errors?: readonly Cause[];
}

const proxyVariables = ['HTTPS_PROXY', 'https_proxy', 'HTTP_PROXY', 'http_proxy', 'ALL_PROXY', 'all_proxy'];
const proxySince = 24;

/** What the variables say of a proxy, where this process does not use it. */
export function unusedProxy(variables: Readonly<Record<string, string | undefined>>, node: string): string | undefined {
  const variable = proxyVariables.find((name) => (variables[name] ?? '') !== '');
  const used = Number(node.split('.')[0]) >= proxySince && variables['NODE_USE_ENV_PROXY'] === '1';
  if (variable === undefined || used) return undefined;
  return Number(node.split('.')[0]) >= proxySince
    ? `${variable} is set, and Node uses it only with NODE_USE_ENV_PROXY=1`
    : `${variable} is set, and Node ${node} does not use it: run Node ${proxySince} with NODE_USE_ENV_PROXY=1, or download the file and lock it by its path`;
}

const certificateCodes = /^(UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|CERT_|ERR_TLS)/;

const causeOf = (problem: unknown): Cause => {
  const { cause } = problem as { readonly cause?: Cause };
  return cause?.errors?.[0] ?? cause ?? (problem as Cause);
};

function fixesOf({ code = '' }: Cause, proxy: string | undefined): readonly string[] {
  if (certificateCodes.test(code))
    return ['NODE_EXTRA_CA_CERTS with the file of the certificate authority of your company or mirror (PEM)'];
  const first =
    code === 'ENOTFOUND' || code === 'EAI_AGAIN'
      ? 'check the name and the DNS of this machine'
      : 'check that this machine reaches the address';
  return [
    first,
    ...(proxy === undefined ? [] : [proxy]),
    'without a network, lock a file on this machine: npm run lock -- ./file.gguf --repo REPOSITORY',
  ];
}

/** A fetch that sends a token to its hub only, and turns a request without an answer into a fault. */
export function hubFetch(
  hub: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
  node: string = process.versions.node,
): typeof fetch {
  const token = variables['HF_TOKEN'];
  if (hub !== undefined && !/^https?:$/.test(URL.canParse(hub) ? new URL(hub).protocol : ''))
    refuse('HubAddress', '--hub', `'${hub}' is not an address`, {
      allowed: 'an http or https URL: https://huggingface.co',
    });
  const below = hub === undefined ? undefined : new URL(`${hub.replace(/\/$/, '')}/`).href;
  return async (input, init) => {
    const url = input instanceof Request ? input.url : String(input);
    const headers = new Headers(init?.headers);
    if (token !== undefined && token !== '' && below !== undefined && new URL(url).href.startsWith(below))
      headers.set('authorization', `Bearer ${token}`);
    try {
      return await fetch(input, { ...init, headers });
    } catch (problem) {
      const cause = causeOf(problem);
      const code = certificateCodes.test(cause.code ?? '') ? 'HubCertificateRefused' : 'HubUnreachable';
      throw new FaultError([
        fault(code, new URL(url).origin, `no answer to ${url}: ${cause.message ?? cause.code ?? String(problem)}`, {
          fix: fixesOf(cause, unusedProxy(variables, node)),
        }),
      ]);
    }
  };
}
