/**
 * Lets a server outside of the namespaces be reached from inside: listens on an address there, and passes each
 * connection to the socket file of the server.
 * Arguments: address, port, path of the socket file.
 */
const { connect, createServer } = require('node:net');

const [host, port, path] = process.argv.slice(2);

createServer({ allowHalfOpen: true }, (client) => {
  const server = connect({ path, allowHalfOpen: true });
  client.pipe(server).pipe(client);
  for (const [one, other] of [
    [client, server],
    [server, client],
  ]) {
    one.on('error', () => other.destroy());
    one.on('close', () => other.destroySoon());
  }
}).listen(Number(port), host);
