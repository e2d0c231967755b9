// Ends a connection and resets it in the same turn, then has nothing left to do: the process must exit by itself.
import { once } from 'node:events';
import { type AddressInfo, connect, createServer } from 'node:net';
import { reset } from '../torture/chaos-proxy.ts';

const peer = createServer((socket) => {
  socket.on('error', () => {});
  socket.resume();
});
peer.listen(0, '127.0.0.1');
await once(peer, 'listening');
const socket = connect({ host: '127.0.0.1', port: (peer.address() as AddressInfo).port, allowHalfOpen: true });
socket.on('error', () => {});
await once(socket, 'connect');
socket.end();
reset(socket);
peer.close();
