/**
 * Writes metrics of the Ollama in the same pod, which has none of its own: each scrape asks `/api/ps`.
 * `node ollama-exporter.cjs PORT URL`
 */
import { createServer, get, type RequestListener } from 'node:http';
import { json } from 'node:stream/consumers';
import { metricsText } from './metrics';

/** A server that does not answer within this time counts as down; Prometheus waits for ten seconds. */
const patienceMs = 3000;

/** What the server has loaded; `undefined` where it does not answer as it should. */
const loaded = (url: string): Promise<unknown> =>
  new Promise((found) => {
    const nothing = (): void => found(undefined);
    const request = get(`${url}/api/ps`, { signal: AbortSignal.timeout(patienceMs) }, (response) => {
      if (response.statusCode === 200) json(response).then(found, nothing);
      else {
        response.resume();
        nothing();
      }
    });
    request.on('error', nothing);
  });

const answerFrom =
  (url: string): RequestListener =>
  ({ method, url: path }, response) => {
    if (method !== 'GET') response.writeHead(405).end();
    else if (path === '/live') response.writeHead(200).end();
    else if (path !== '/metrics') response.writeHead(404).end();
    else
      void loaded(url).then((answer) => {
        response.writeHead(200, { 'content-type': 'text/plain; version=0.0.4; charset=utf-8' });
        response.end(metricsText(answer, Date.now()));
      });
  };

function main([port = '', url = '']: readonly string[]): void {
  const server = createServer(answerFrom(url));
  server.on('error', (error) => {
    console.error(`ollama-exporter: error: ${error.message}`);
    process.exit(1);
  });
  server.listen(Number(port), '0.0.0.0');
  process.once('SIGTERM', () => process.exit(0));
}

main(process.argv.slice(2));
