/** Parts of undici, whose whole would be a third of the package. They have no types of their own. */
declare module 'undici/lib/dispatcher/proxy-agent.js' {
  import { ProxyAgent } from 'undici';

  export default ProxyAgent;
}

declare module 'undici/lib/web/fetch/index.js' {
  export { fetch } from 'undici';
}
