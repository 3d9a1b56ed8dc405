import type { OnReadOpts, Socket } from 'node:net';

/** What one read of a socket brings at most. */
const READ_BYTES = 64 * 1024;

/**
 * Has sockets read into one buffer that all of them share, instead of a new one with each read: what HTTP clients do with
 * it, they do at once, and as garbage it would call for a full collection every 64 MB. For `onread` of `net.connect` and
 * `tls.connect`, below a client that listens for `readable`.
 */
export const READ_INTO_SHARED_BUFFER: OnReadOpts = {
  buffer: Buffer.allocUnsafeSlow(READ_BYTES),
  callback: handOver,
};

function handOver(this: Socket, sizeBytes: number, shared: Uint8Array): boolean {
  const part = Buffer.from(shared.buffer, shared.byteOffset, sizeBytes);
  // Somebody is slow: what is to wait needs bytes of its own.
  if (this.readableLength > 0) return this.push(Buffer.from(part));
  this.push(part);
  this.emit('readable');
  if (this.readableLength === 0) return true;
  const left: Buffer = this.read();
  this.unshift(Buffer.from(left));
  return false;
}
