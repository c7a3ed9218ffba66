import type { Socket } from 'node:net';

/**
 * Resets a connection, as a process that crashes does. One whose FIN is just leaving is only closed: there Node answers a
 * reset with EINVAL, never lets go of the handle, and spins when the process ends.
 */
export function breakOff(socket: Socket | null): void {
  if (!socket || socket.destroyed) return;
  if (socket.writableEnded && !socket.writableFinished) socket.destroy();
  else socket.resetAndDestroy();
}
