import type { IncomingMessage, Server } from 'node:http';
import type { Duplex } from 'node:stream';
import { limits, SUBPROTOCOL } from '@securechat/protocol';
import { WebSocketServer } from 'ws';
import type { App } from '../../app/app.ts';
import { StaggeredInterval } from '../../app/staggered-interval.ts';
import type { Clock } from '../../ports/clock.ts';
import type { Log } from '../../ports/log.ts';
import { type Hosts, mayConnect } from '../origins.ts';
import { addressKey } from '../shared/address-key.ts';
import { WriteScheduler } from '../shared/write-scheduler.ts';
import { AccountConnections } from './account-connections.ts';
import { Connection, type GatewayContext } from './connection.ts';
import { type MaxPendingConnections, PendingConnections } from './pending-connections.ts';

const paths = new Set(['/', '/ws']);
/** Clients come back spread over this time after a restart. */
const comeBackWithinMs = 2000;
/** How long a refused upgrade may take to read why. */
const rejectGraceMs = 1000;

export type WsGatewayParts = {
  readonly app: App;
  readonly clock: Clock;
  readonly log: Log;
  readonly hosts: Hosts;
  readonly maxGuests: MaxPendingConnections;
};

/** The way in by WebSocket. */
export interface WsGateway {
  /** Ends all connections as a restart: what was taken is answered first. */
  stop(): Promise<void>;
}

/** Takes the upgrades of an HTTPS server. Settings of ws: no compression, bounded frames and fragments. */
export function startWsGateway(server: Server, parts: WsGatewayParts): WsGateway {
  const wss = new WebSocketServer({
    noServer: true,
    perMessageDeflate: false,
    maxPayload: limits.frameBytes,
    maxFragments: 64,
    maxBufferedChunks: 1024,
    handleProtocols: () => SUBPROTOCOL,
  });
  const connections = new Set<Connection>();
  const pending = new PendingConnections(parts.maxGuests);
  const accounts = new AccountConnections(limits.connectionsPerUser);
  const { app, clock, log } = parts;
  const heartbeats = new StaggeredInterval<Connection>(clock, limits.heartbeatMs, (connection) =>
    connection.checkHeartbeat(),
  );
  const shared: GatewayContext = {
    app,
    clock,
    log,
    scheduler: new WriteScheduler(),
    signedIn: (connection, user, fresh) => {
      // Whoever knows the password can always log in, and end the sessions of somebody who has taken all places with a stolen token.
      if (!accounts.enter(user) && !(fresh && accounts.displace(user, connections))) return false;
      pending.leave(connection.address);
      return true;
    },
    closed: (connection) => {
      heartbeats.delete(connection);
      connections.delete(connection);
      if (connection.auth) accounts.leave(connection.auth.caller.user, connection);
      else pending.leave(connection.address);
    },
  };
  let stopping = false;

  const upgrade = async (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const address = addressKey(request.socket.remoteAddress);
    // A refusal costs as much as a connection, so that nobody asks for refusals without end.
    const paid = await parts.app.spend('connect', address);
    const isFull = pending.full(address);
    if (isFull) app.limitHit('guests', address);
    const refusal =
      (stopping && '503 Service Unavailable') ||
      ((!paid.ok || isFull) && '429 Too Many Requests') ||
      refuse(request, parts.hosts);
    if (refusal) return reject(socket, refusal, parts.clock);
    // Gone meanwhile: its end would never be heard, and it would count for ever.
    if (socket.destroyed) return;
    wss.handleUpgrade(request, socket, head, (ws) => {
      pending.enter(address);
      const connection = new Connection(ws, socket, address, shared);
      connections.add(connection);
      heartbeats.add(connection);
    });
  };
  server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    socket.on('error', destroy);
    void upgrade(request, socket, head).catch((thrown: unknown) => {
      parts.log.error('an upgrade failed', { reason: String(thrown) });
      socket.destroy();
    });
  });
  return {
    stop: async () => {
      stopping = true;
      await Promise.all([...connections].map((c) => c.goDown(Math.floor(Math.random() * comeBackWithinMs))));
      await Promise.all([...connections].map((c) => c.ended()));
    },
  };
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

/** Says no and lets go of the socket, also when the other end never closes its side or does not read. */
function reject(socket: Duplex, status: string, clock: Clock): void {
  const cancel = clock.after(rejectGraceMs, () => socket.destroy());
  socket.once('close', cancel);
  socket.end(`HTTP/1.1 ${status}\r\nConnection: close\r\nContent-Length: 0\r\n\r\n`, () => socket.destroy());
}
