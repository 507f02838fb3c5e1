/**
 * Carries figures from the processes that run test files to the one that reports: over loopback, so that nothing is
 * left when they are killed.
 */
const { once } = require('node:events');
const { connect, createServer } = require('node:net');
const { text } = require('node:stream/consumers');

const portName = 'CORRAL_FIGURES_PORT';

/**
 * Listens for figures, and tells processes that are started from now on where.
 *
 * @param {(figures: [claim: string, amounts: Record<string, number>][]) => void} take is called for each test file
 * @returns {Promise<() => void>} ends it
 */
exports.receiveFigures = async function receiveFigures(take) {
  const server = createServer({ allowHalfOpen: true }, async (socket) => {
    take(JSON.parse(await text(socket)));
    socket.end();
  }).listen(0, '127.0.0.1');
  await once(server, 'listening');
  process.env[portName] = String(server.address().port);
  return () => server.close();
};

/** Sends the figures of a test file, and resolves when they have arrived; does nothing where nobody listens. */
exports.sendFigures = async function sendFigures(figures) {
  const port = process.env[portName];
  if (port === undefined || figures.length === 0) return;
  const socket = connect({ host: '127.0.0.1', port: Number(port) });
  socket.end(JSON.stringify(figures));
  socket.resume();
  await once(socket, 'close');
};
