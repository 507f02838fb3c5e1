import { EventEmitter } from 'node:events';
import type { Socket } from 'node:net';
import { beforeEach, expect, test } from '@jest/globals';
import { UnreadAdmissions } from '../../../../services/gateway-policy/src/server/unread';

let now: number;
let cancelled: string[];
let unread: UnreadAdmissions;
beforeEach(() => {
  now = 1000;
  cancelled = [];
  unread = new UnreadAdmissions({ cancel: (admission) => cancelled.push(admission) }, () => now);
});

const connection = (destroyed = false) => Object.assign(new EventEmitter(), { destroyed }) as unknown as Socket;

test('Envoy closes the connection of a check whose answer it has not read: its admission is taken back', () => {
  const socket = connection();
  unread.asked(socket);
  unread.sent(socket, 'one');
  socket.emit('close');
  expect(cancelled).toEqual(['one']);
});

test('a connection that has gone before the answer', () => {
  const socket = connection(true);
  unread.asked(socket);
  unread.sent(socket, 'one');
  expect(cancelled).toEqual(['one']);
});

test('a further request shows that the answer was read', () => {
  const socket = connection();
  unread.asked(socket);
  unread.sent(socket, 'one');
  unread.asked(socket);
  socket.emit('close');
  expect(cancelled).toEqual([]);
});

test('Envoy closes an idle connection: the admission stays', () => {
  const socket = connection();
  unread.asked(socket);
  unread.sent(socket, 'one');
  now += 2000;
  socket.emit('close');
  expect(cancelled).toEqual([]);
});
