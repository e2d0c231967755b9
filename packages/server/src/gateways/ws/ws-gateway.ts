import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits, SUBPROTOCOL } from '@securechat/protocol';
import { type WebSocket, WebSocketServer } from 'ws';
import type { Clock } from '../../ports/clock.ts';
import { type Hosts, mayConnect } from '../origins.ts';
import { addressKey } from '../shared/address-key.ts';
import { Connections } from '../shared/connections.ts';
import type { Gateway, GatewayContext } from '../shared/gateway.ts';
import { wsProtocol } from './ws-protocol.ts';
import { WsSocket } from './ws-socket.ts';

const paths = new Set(['/', '/ws']);
/** How long a client of a refused upgrade may take to read the reason. */
const rejectGraceMs = 1000;
const statuses = { stopping: '503 Service Unavailable', 'too-many': '429 Too Many Requests' } as const;

/** Takes the upgrades of an HTTPS server. ws is set up without compression, with bounded frames and fragments. */
export function startWsGateway(server: Server, context: GatewayContext, hosts: Hosts): Gateway {
  const { app, clock, log } = context;
  const connections = new Connections(context);
  const wss = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    maxFragments: 64,
    maxBufferedChunks: 1024,
    handleProtocols: () => SUBPROTOCOL,
  });
  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = addressKey(request.socket.remoteAddress);
    const paid = await app.spend('connect', address);
    const reason = connections.refusal(address) ?? (paid.ok ? undefined : 'too-many');
    const refusal = reason ? statuses[reason] : refuse(request, hosts);
    if (refusal) return reject(socket, refusal, clock);
    // A socket that closed during the check emits no more events, so its place would never be freed.
    if (socket.destroyed) return;
    wss.handleUpgrade(request, socket, head, (ws) => connect(ws, socket, address));
  };
  const connect = (ws: WebSocket, socket: Duplex, address: string) => {
    const connection = connections.open(new WsSocket(ws, socket), address, wsProtocol);
    ws.on('message', (data: Buffer, isBinary: boolean) => {
      if (isBinary) connection.session.end('unsupported_data');
      else connection.receive(data.toString('utf8'));
    });
    ws.on('pong', () => {
      connection.isAlive = true;
    });
    ws.on('error', (error: Error & { code?: string }) => log.debug('socket', { code: error.code }));
    ws.on('close', (code) => {
      log.debug('connection closed', { code });
      connections.closed(connection);
    });
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', destroy);
    void upgrade(request, socket, head).catch((thrown: unknown) => {
      log.error('an upgrade failed', { reason: String(thrown) });
      socket.destroy();
    });
  });
  return connections;
}

function destroy(this: Duplex): void {
  this.destroy();
}

function refuse(request: IncomingMessage, hosts: Hosts): string | undefined {
  const path = (request.url ?? '').split('?')[0] ?? '';
  if (!paths.has(path)) return '404 Not Found';
  if (!mayConnect(request.headers.origin, request.headers.host, hosts)) return '403 Forbidden';
  const offered = String(request.headers['sec-websocket-protocol'] ?? '')
    .split(',')
    .map((name) => name.trim());
  return offered.includes(SUBPROTOCOL) ? undefined : '400 Bad Request';
}

/** Refuses an upgrade and closes the socket, even if the other end neither closes its side nor reads. */
function reject(socket: Duplex, status: string, clock: Clock): void {
  const cancel = clock.after(rejectGraceMs, () => socket.destroy());
  socket.once('close', cancel);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
