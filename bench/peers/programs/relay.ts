// A WebSocket relay as anybody would write it with `ws` in an afternoon: it sends each message to everyone in the room, and stores nothing.
// argv: key file, certificate file, how it sends. Prints its port.
//   naive    JSON.parse, JSON.stringify once per message, `ws.send` to each
//   framed   the same, but the frame is encoded once and written to each socket
//   corked   the same, and all frames of a tick are written to each socket at once
import { readFileSync } from 'node:fs';
import { createServer } from 'node:https';
import type { AddressInfo } from 'node:net';
import type { Duplex } from 'node:stream';
import { type WebSocket, WebSocketServer } from 'ws';

const [keyFile = '', certFile = '', how = 'naive'] = process.argv.slice(2);
type Member = { readonly ws: WebSocket; readonly socket: Duplex };
const rooms = new Map<string, Set<Member>>();

/** A text frame of a server (RFC 6455 section 5.2). */
function frame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const head = length < 126 ? 2 : 4;
  const made = Buffer.allocUnsafe(head + length);
  made[0] = 0x81;
  if (length < 126) made[1] = length;
  else {
    made[1] = 126;
    made.writeUInt16BE(length, 2);
  }
  made.write(text, head);
  return made;
}

const waiting = new Map<Duplex, Buffer[]>();

function flush(): void {
  for (const [socket, frames] of waiting) {
    socket.cork();
    for (const each of frames) socket.write(each);
    socket.uncork();
  }
  waiting.clear();
}

const ways: Readonly<Record<string, (members: Iterable<Member>, text: string) => void>> = {
  naive: (members, text) => {
    for (const { ws } of members) ws.send(text);
  },
  framed: (members, text) => {
    const made = frame(text);
    for (const { socket } of members) socket.write(made);
  },
  corked: (members, text) => {
    const made = frame(text);
    if (waiting.size === 0) setImmediate(flush);
    for (const { socket } of members) {
      const frames = waiting.get(socket);
      if (frames) frames.push(made);
      else waiting.set(socket, [made]);
    }
  },
};
const tell = ways[how] ?? ways.naive;

const server = createServer({ key: readFileSync(keyFile), cert: readFileSync(certFile), minVersion: 'TLSv1.3' });
const wss = new WebSocketServer({ noServer: true, perMessageDeflate: false });
server.on('upgrade', (request, socket, head) => {
  const { pathname, search } = new URL(request.url ?? '/', 'wss://localhost');
  const [name, author] = [pathname.slice(1), search.slice(1)];
  socket.on('error', () => socket.destroy());
  wss.handleUpgrade(request, socket, head, (ws) => {
    const room = rooms.get(name) ?? new Set();
    rooms.set(name, room);
    const member = { ws, socket };
    room.add(member);
    ws.on('close', () => room.delete(member));
    ws.on('message', (data) => {
      const said = JSON.parse(String(data)) as { room: string; text: string };
      const text = JSON.stringify({ type: 'message', room: said.room, author, at: Date.now(), text: said.text });
      tell?.(rooms.get(said.room) ?? [], text);
    });
  });
});
server.listen(0, '127.0.0.1', () => console.log((server.address() as AddressInfo).port));
