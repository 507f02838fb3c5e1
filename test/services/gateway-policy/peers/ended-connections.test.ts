/** What the ends of connections show of a peer that does not answer. */
import { Socket } from 'node:net';
import { beforeEach, expect, test } from '@jest/globals';
import { EndedConnections } from '../../../../services/gateway-policy/src/peers/ended-connections';

const address = '10.1.2.3:9002';
let ended: EndedConnections;
beforeEach(() => {
  ended = new EndedConnections();
});

/** A connection that is made. */
function connection(): Socket {
  const socket = new Socket();
  ended.watch(address, socket);
  socket.emit('connect');
  return socket;
}
const endFromThere = (socket: Socket): void => void (socket.emit('end'), socket.emit('close'));
const endFromHere = (socket: Socket): void => void socket.emit('close');

test('the end of its only connection is the end of the process', () => {
  const socket = connection();
  expect(ended.has(address)).toBe(false);
  endFromThere(socket);
  expect(ended.has(address)).toBe(true);
  expect(ended.has('10.1.2.4:9002')).toBe(false);
});

test.each(['ECONNRESET', 'EPIPE'])('%s is such an end', (code) => {
  const socket = connection();
  socket.emit('error', Object.assign(new Error(code), { code }));
  socket.emit('close');
  expect(ended.has(address)).toBe(true);
});

test('a connection that is given up here, since no answer came, is none: the network may be cut', () => {
  const socket = connection();
  socket.on('error', () => undefined);
  socket.emit('error', Object.assign(new Error('aborted'), { code: 'ABORT_ERR' }));
  endFromHere(socket);
  expect(ended.has(address)).toBe(false);
});

test('one of several that was not needed any more is none', () => {
  const [one, other] = [connection(), connection()];
  endFromThere(one);
  expect(ended.has(address)).toBe(false);
  endFromHere(other);
  expect(ended.has(address)).toBe(false);
});

test('all of several are the end of the process', () => {
  for (const socket of [connection(), connection()]) endFromThere(socket);
  expect(ended.has(address)).toBe(true);
});

test('an attempt that comes to nothing changes nothing; a connection that is made shows a new process', () => {
  endFromThere(connection());
  const attempt = new Socket();
  ended.watch(address, attempt);
  endFromHere(attempt);
  expect(ended.has(address)).toBe(true);
  connection();
  expect(ended.has(address)).toBe(false);
});

test('a connection is counted once, however many messages it carries', () => {
  const socket = new Socket();
  for (let message = 0; message < 3; message += 1) ended.watch(address, socket);
  socket.emit('connect');
  ended.watch(address, socket);
  endFromThere(socket);
  expect(ended.has(address)).toBe(true);
});
