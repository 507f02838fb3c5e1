/**
 * The internet of a stand: serves files under the names of the hubs, over HTTPS, with a redirect to another name as the
 * real hub does. Beside it, the metadata address of clouds answers.
 * Arguments: folder of files, key, certificate, then for each address family that of the hub and of the metadata service.
 */
const { createReadStream, readFileSync, statSync, appendFileSync } = require('node:fs');
const { createServer: createSecure } = require('node:https');
const { createServer } = require('node:http');
const { join, normalize } = require('node:path');

const [folder, key, certificate, ...places] = process.argv.slice(2);
const content = 'cdn-lfs.huggingface.co';

/** How a path is served, as a test has written it: `{ "path": { "bytesPerSecond": 1000, "status": 503 } }`. */
function behaviourOf(path) {
  try {
    return JSON.parse(readFileSync(join(folder, '..', 'behaviour.json'), 'utf8'))[path] ?? {};
  } catch {
    return {};
  }
}

function send(path, file, request, response) {
  const { bytesPerSecond, status } = behaviourOf(path);
  if (status !== undefined) return response.writeHead(status).end('refused');
  const { size } = statSync(file);
  const start = Number(/^bytes=(\d+)-/.exec(request.headers.range ?? '')?.[1] ?? 0);
  if (start >= size && size > 0) return response.writeHead(416, { 'content-range': `bytes */${size}` }).end();
  response.writeHead(start > 0 ? 206 : 200, {
    'content-length': size - start,
    ...(start > 0 ? { 'content-range': `bytes ${start}-${size - 1}/${size}` } : {}),
  });
  if (request.method === 'HEAD') return response.end();
  const stream = createReadStream(file, {
    start,
    highWaterMark: bytesPerSecond ? Math.max(1, bytesPerSecond / 10) : 65536,
  });
  if (!bytesPerSecond) return stream.pipe(response);
  stream.on('data', (chunk) => {
    stream.pause();
    const taken = response.write(chunk);
    const resume = () => stream.resume();
    // Asked for each part: a test lets go what it has held back.
    if (behaviourOf(path).bytesPerSecond) setTimeout(resume, 100);
    else if (taken) resume();
    else response.once('drain', resume);
  });
  stream.on('end', () => response.end());
  response.on('close', () => stream.destroy());
}

function answer(request, response) {
  const name = (request.headers.host ?? '').split(':')[0];
  const path = normalize(decodeURIComponent(new URL(request.url, 'https://hub').pathname));
  appendFileSync(
    join(folder, '..', 'asked.log'),
    `${name} ${request.method} ${path} ${request.headers.range ?? '-'}\n`,
  );
  const file = join(folder, path);
  let found;
  try {
    found = statSync(file).isFile();
  } catch {
    found = false;
  }
  if (!found) return response.writeHead(404).end('nothing here');
  // The hub answers with the place of the content, as the real one does.
  if (name === 'huggingface.co' && path.includes('/resolve/'))
    return response.writeHead(302, { location: `https://${content}${request.url}` }).end();
  return send(path, file, request, response);
}

places.forEach((address, index) => {
  if (index % 2 === 1) return createServer((_, response) => response.end('metadata')).listen(80, address);
  createSecure({ key: readFileSync(key), cert: readFileSync(certificate) }, answer).listen(443, address);
  return createServer((_, response) => response.end('hub')).listen(80, address);
});
