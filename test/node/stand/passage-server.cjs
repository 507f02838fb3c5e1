/**
 * Opens connections from inside of a network namespace for a process outside of it: listens on a socket file, which
 * namespaces of the network do not divide. The first line names the target as JSON, `{ host, port }`; the answer is one
 * line, `connected` or the code of the error; then bytes pass in both directions.
 * Arguments: path of the socket file, addresses of name servers.
 */
const { renameSync } = require('node:fs');
const { createServer, connect, isIP } = require('node:net');
const { Resolver } = require('node:dns').promises;

const [path, ...servers] = process.argv.slice(2);
const resolver = new Resolver({ timeout: 5000, tries: 3 });
if (servers.length > 0) resolver.setServers(servers);

async function addressOf(host) {
  if (isIP(host) !== 0) return host;
  // A name of a cluster of IPv6 alone has no address of IPv4.
  const [address] = await resolver.resolve4(host).catch((error) => {
    if (error.code !== 'ENODATA') throw error;
    return resolver.resolve6(host);
  });
  return address;
}

async function open(client, { host, port, timeout = 5000 }) {
  const address = await addressOf(host);
  const target = connect({ host: address, port, timeout, allowHalfOpen: true });
  const give = (text) => client.writable && client.write(`${text}\n`);
  let connected = false;
  target.once('connect', () => {
    connected = true;
    target.setTimeout(0);
    give('connected');
    client.pipe(target);
    target.pipe(client);
    client.resume();
  });
  target.once('timeout', () => target.destroy(Object.assign(new Error('no answer'), { code: 'ETIMEDOUT' })));
  target.on('error', (error) => {
    if (connected) client.destroy();
    else client.end(`${error.code}\n`);
  });
  target.on('close', () => connected && client.destroySoon());
  client.on('close', () => target.destroy());
}

createServer({ allowHalfOpen: true }, (client) => {
  let head = '';
  client.on('error', () => client.destroy());
  client.on('readable', function read() {
    for (let byte; (byte = client.read(1)) !== null;) {
      if (byte[0] !== 10) {
        head += byte.toString('latin1');
        continue;
      }
      client.off('readable', read);
      client.pause();
      open(client, JSON.parse(head)).catch((error) => client.end(`${error.code ?? error.message}\n`));
      return;
    }
  });
}).listen(`${path}.new`, () => {
  // What has its final name takes connections.
  renameSync(`${path}.new`, path);
});
