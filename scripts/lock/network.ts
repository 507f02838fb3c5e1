/**
 * Requests to a hub: one that gets no answer ends with the address, the cause and a fix. A token goes to the hub alone.
 */
import { FaultError } from '../../lib';
import { fault, refuse } from '../../lib/internal';
import { type NamedProxy, proxiedFetch, proxyFor } from './proxy';

interface Cause {
  readonly code?: string;
  readonly message?: string;
  readonly errors?: readonly Cause[];
  readonly cause?: Cause;
}

const certificateCodes = /^(UNABLE_TO|SELF_SIGNED|DEPTH_ZERO|CERT_|ERR_TLS)/;

/** The innermost cause: an agent of a proxy wraps it twice. */
function causeOf(problem: Cause): Cause {
  const inner = problem.errors?.[0] ?? problem.cause;
  return inner === undefined ? problem : causeOf(inner);
}

/** What undici reports of a proxy that asks for a login. */
const isLogin = ({ message = '' }: Cause): boolean => message.startsWith('Proxy response (407)');

const noLogin = ({ variable, url }: NamedProxy): FaultError =>
  new FaultError([
    fault(
      'ProxyLogin',
      variable,
      `the proxy ${new URL(url).host} answered 407: it asks for another name and password`,
      {
        fix: `the name and the password of the proxy in ${variable}: http://NAME:PASSWORD@PROXY:PORT, with %40 for @ and %3A for :`,
      },
    ),
  ]);

function fixesOf({ code = '' }: Cause, proxy: NamedProxy | undefined): readonly string[] {
  if (certificateCodes.test(code))
    return ['NODE_EXTRA_CA_CERTS with the file of the certificate authority of your company or mirror (PEM)'];
  const first =
    proxy !== undefined
      ? `check ${proxy.variable}, which leads to the proxy ${new URL(proxy.url).host}, or name the host in NO_PROXY`
      : code === 'ENOTFOUND' || code === 'EAI_AGAIN'
        ? 'check the name and the DNS of this machine'
        : 'check that this machine reaches the address';
  return [
    first,
    ...(proxy === undefined ? ['behind a proxy: HTTPS_PROXY=http://PROXY:PORT'] : []),
    'without a network, lock a file on this machine: npm run lock -- ./file.gguf --repo REPOSITORY',
  ];
}

/**
 * A fetch that sends a token to its hub only, and turns a request without an answer into a fault.
 *
 * @param tokenName variable with the token
 */
export function hubFetch(
  hub: string | undefined,
  variables: Readonly<Record<string, string | undefined>>,
  tokenName = 'HF_TOKEN',
): typeof fetch {
  const send = proxiedFetch(variables);
  const token = variables[tokenName];
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
      return await send(input, { ...init, headers });
    } catch (problem) {
      if (problem instanceof FaultError) throw problem;
      const cause = causeOf(problem as Cause);
      const proxy = proxyFor(url, variables);
      if (proxy !== undefined && isLogin(cause)) throw noLogin(proxy);
      const code = certificateCodes.test(cause.code ?? '') ? 'HubCertificateRefused' : 'HubUnreachable';
      throw new FaultError([
        fault(code, new URL(url).origin, `no answer to ${url}: ${cause.message ?? cause.code ?? String(problem)}`, {
          fix: fixesOf(cause, proxy),
        }),
      ]);
    }
  };
}
