import type { Response } from 'express';
import type { Socket } from 'node:net';

/** By connection, what its end calls. One listener for all of them: a client may send any number of requests at once. */
const callbacks = new WeakMap<Socket, Set<() => void>>();

/**
 * Calls `callback` once, when the answer is over or its connection is: at once where they are already. The answer's own
 * `close` event is not enough: it is past for a client that left before anybody listened, and never comes for an answer
 * that waits behind an earlier one of its connection.
 */
export function onceOver(response: Response, callback: () => void): void {
  const { socket } = response.req;
  if (response.destroyed || socket.destroyed) return callback();
  const ofConnection = callbacksOf(socket);
  const over = () => {
    response.off('close', over);
    ofConnection.delete(over);
    callback();
  };
  response.on('close', over);
  ofConnection.add(over);
}

function callbacksOf(socket: Socket): Set<() => void> {
  const known = callbacks.get(socket);
  if (known) return known;
  const made = new Set<() => void>();
  callbacks.set(socket, made);
  socket.once('close', () => {
    for (const over of [...made]) over();
  });
  return made;
}
