// A Socket.IO server as in its documentation: a client that connects joins a room, and its messages are emitted to that room. Nothing is
// stored. argv: key file, certificate file. Prints its port.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import { Server } from 'socket.io';

const [keyFile = '', certFile = ''] = process.argv.slice(2);
const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile), minVersion: 'TLSv1.3' });
const io = new Server(server, {
  transports: ['websocket'],
  perMessageDeflate: false,
  httpCompression: false,
  serveClient: false,
});
io.on('connection', (socket) => {
  const { room, name } = socket.handshake.auth as { room: string; name: string };
  // In memory this is done immediately, so the client is in the room when it learns that it is connected.
  void socket.join(room);
  socket.on('say', ({ room: to, text }: { room: string; text: string }) => {
    io.to(to).emit('message', { room: to, author: name, at: Date.now(), text });
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
