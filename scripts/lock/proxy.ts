/**
 * A fetch through the proxy of the environment variables, which the fetch of Node 20 and 22 does not read. The names
 * are those of curl: in small letters first, `ALL_PROXY` for both schemes, `NO_PROXY` for hosts without a proxy.
 */
import { fetch as fetchByUndici, ProxyAgent } from 'undici';
import { bypassesProxy, refuse } from '../../lib/internal';

type Variables = Readonly<Record<string, string | undefined>>;

/** A proxy, and the variable that names it. */
export interface NamedProxy {
  readonly variable: string;
  /** Its address, without the login. */
  readonly url: string;
  /** `name:password`. @default - the variable has none */
  readonly login?: string;
}

const variablesOf: Readonly<Record<string, readonly string[]>> = {
  'https:': ['https_proxy', 'HTTPS_PROXY', 'all_proxy', 'ALL_PROXY'],
  'http:': ['http_proxy', 'HTTP_PROXY', 'all_proxy', 'ALL_PROXY'],
};

const isSet = (value: string | undefined): value is string => value !== undefined && value !== '';

function exceptions(variables: Variables, port: string): readonly string[] {
  const text = ['no_proxy', 'NO_PROXY'].map((name) => variables[name]).find(isSet) ?? '';
  return text
    .split(/[\s,]+/)
    .filter((entry) => entry !== '')
    .flatMap((entry) => {
      const [, name = entry, only = port] = /^([^:[\]]+):(\d+)$/.exec(entry) ?? [];
      return only === port ? [name.replace(/^\[|\]$/g, '')] : [];
    });
}

/** The address of a proxy and its login, apart: no message has the second; `undefined` if it is none of HTTP. */
function withoutLogin(text: string): Omit<NamedProxy, 'variable'> | undefined {
  if (!URL.canParse(text)) return undefined;
  const url = new URL(text);
  if (!/^https?:$/.test(url.protocol)) return undefined;
  const { username, password } = url;
  if (username === '' && password === '') return { url: text };
  try {
    return { url: url.origin, login: `${decodeURIComponent(username)}:${decodeURIComponent(password)}` };
  } catch {
    return undefined;
  }
}

/** The proxy of an address; `undefined` if it is reached without one. @throws FaultError with the code `ProxyAddress` */
export function proxyFor(address: string, variables: Variables): NamedProxy | undefined {
  const { protocol, hostname, port } = new URL(address);
  const variable = (variablesOf[protocol] ?? []).find((name) => isSet(variables[name]));
  if (variable === undefined) return undefined;
  const usualPort = protocol === 'https:' ? '443' : '80';
  if (bypassesProxy(hostname.replace(/^\[|\]$/g, ''), exceptions(variables, port === '' ? usualPort : port)))
    return undefined;
  const given = variables[variable] ?? '';
  // curl takes a proxy without a scheme for one of HTTP.
  const url = given.includes('://') ? given : `http://${given}`;
  const proxy = withoutLogin(url);
  if (proxy !== undefined) return { variable, ...proxy };
  return refuse('ProxyAddress', variable, `'${given.replace(/\/\/.*@/, '//…@')}' is not the address of an HTTP proxy`, {
    allowed: 'an http or https URL: http://proxy.example:3128',
  });
}

/** Fetches by these variables: a proxy is connected to once. */
export function proxiedFetch(variables: Variables): typeof fetch {
  const agents = new Map<string, ProxyAgent>();
  return (input, init) => {
    const proxy = proxyFor(input instanceof Request ? input.url : String(input), variables);
    if (proxy === undefined) return fetch(input, init);
    const { url: uri, login = '' } = proxy;
    const token = login === '' ? undefined : `Basic ${Buffer.from(login).toString('base64')}`;
    const agent = agents.get(`${login}@${uri}`) ?? new ProxyAgent({ uri, token });
    agents.set(`${login}@${uri}`, agent);
    const request = { ...init, headers: Object.fromEntries(new Headers(init?.headers)), dispatcher: agent };
    // The answers of undici's fetch are those of Node's, which is made of it.
    return fetchByUndici(input, request);
  };
}
