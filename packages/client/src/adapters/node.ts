import { createHash, randomUUID, X509Certificate } from 'node:crypto';
import { isIP } from 'node:net';
import { connect, type TLSSocket } from 'node:tls';
import { err, ok, type Result, SUBPROTOCOL } from '@securechat/protocol';
import { WebSocket } from 'ws';
import type { Clock, Dialer, DialFailure, SocketEvents } from '../ports.ts';
import { orderedId } from './ordered-id.ts';

const connectWithinMs = 10_000;
const closeWithinMs = 2000;
/** Frames from a server may be larger than ours to it: pages of history. */
const mostBytes = 4 * 1024 * 1024;

/** What a server showed in its TLS handshake. */
export type Shown = {
  readonly pin: string;
  readonly trusted: boolean;
  readonly subject: string;
  readonly expiresMs: number;
};

/** The pin of a certificate: SHA-256 of its public key (SPKI), base64url. */
function pinOf(der: Buffer): string {
  const spki = new X509Certificate(der).publicKey.export({ type: 'spki', format: 'der' });
  return createHash('sha256').update(spki).digest('base64url');
}

function parse(url: string): { host: string; port: number; servername: string } | undefined {
  if (!URL.canParse(url)) return undefined;
  const { protocol, hostname, port } = new URL(url);
  const host = hostname.replace(/^\[|\]$/g, '');
  // A server name is for names only (RFC 6066 section 3).
  return protocol === 'wss:' ? { host, port: Number(port || 443), servername: isIP(host) ? '' : host } : undefined;
}

/** Connects and looks at the certificate; nothing of ours has been sent when `done` is called. The returned function gives up. */
function handshake(
  url: string,
  { timeoutMs, pinned }: { readonly timeoutMs: number; readonly pinned: boolean },
  done: (result: Result<{ socket: TLSSocket; shown: Shown }, DialFailure>) => void,
) {
  const target = parse(url);
  let over = false;
  const finish = (result: Result<{ socket: TLSSocket; shown: Shown }, DialFailure>) => {
    if (over) return;
    over = true;
    clearTimeout(timer);
    done(result);
  };
  const timer = setTimeout(() => {
    socket?.destroy();
    finish(err({ kind: 'unreachable', detail: `no answer within ${timeoutMs / 1000} s` }));
  }, timeoutMs);
  if (!target) {
    queueMicrotask(() =>
      finish(err({ kind: 'refused', detail: `${url} is no wss:// address; nothing is sent without TLS` })),
    );
    return () => finish(err({ kind: 'unreachable', detail: 'given up' }));
  }
  // The check is ours, right below: by the system's authorities, or by the pin. Nothing is sent before it. Where the pin decides, nobody
  // asks the authorities, and to read their certificates would take half the time of a first connection.
  const authorities = pinned ? { ca: [] } : {};
  const socket = connect({
    ...target,
    ...authorities,
    minVersion: 'TLSv1.2',
    ALPNProtocols: ['http/1.1'],
    rejectUnauthorized: false,
  });
  socket.on('error', (error: Error & { code?: string }) =>
    finish(err({ kind: 'unreachable', detail: explain(error) })),
  );
  socket.once('secureConnect', () => {
    const der = socket.getPeerX509Certificate()?.raw;
    if (!der) return finish(err({ kind: 'refused', detail: 'the server shows no certificate' }));
    const certificate = new X509Certificate(der);
    const { subject, validTo } = certificate;
    const expiresMs = Date.parse(validTo);
    finish(ok({ socket, shown: { pin: pinOf(der), trusted: socket.authorized, subject, expiresMs } }));
  });
  return () => {
    socket.destroy();
    finish(err({ kind: 'unreachable', detail: 'given up' }));
  };
}

function explain(error: Error & { code?: string }): string {
  const known: Readonly<Record<string, string>> = {
    ECONNREFUSED: 'connection refused',
    ENOTFOUND: 'host name not found',
    EAI_AGAIN: 'name lookup failed',
    EHOSTUNREACH: 'host unreachable',
    ENETUNREACH: 'network unreachable',
    ETIMEDOUT: 'timed out',
    ECONNRESET: 'connection reset',
  };
  return known[error.code ?? ''] ?? error.message.replace(/[\r\n].*/s, '');
}

/** Whether a server that showed this may be spoken to: the pin decides where there is one, else the system's authorities. */
function judge(shown: Shown, pin: string | undefined): DialFailure | undefined {
  if (pin !== undefined) return shown.pin === pin ? undefined : { kind: 'pin_changed', known: pin, seen: shown.pin };
  if (shown.trusted) return undefined;
  return { kind: 'unknown_pin', seen: shown.pin, detail: 'no certificate authority vouches for the server' };
}

/** Asks a server for its key without telling it anything. */
export async function probePin(url: string, timeoutMs: number): Promise<Result<Shown, DialFailure>> {
  return await new Promise((resolve) => {
    handshake(url, { timeoutMs, pinned: false }, (result) => {
      if (result.ok) result.value.socket.destroy();
      resolve(result.ok ? ok(result.value.shown) : result);
    });
  });
}

function speak(url: string, tls: TLSSocket, on: SocketEvents): WebSocket {
  let opened = false;
  let failure: DialFailure | undefined;
  const ws = new WebSocket(`${url.replace(/\/$/, '')}/ws`, SUBPROTOCOL, {
    createConnection: () => tls,
    perMessageDeflate: false,
    maxPayload: mostBytes,
    handshakeTimeout: connectWithinMs,
  });
  ws.on('open', () => {
    opened = true;
    on.opened();
  });
  ws.on('message', (data, binary) => {
    if (!binary) on.text(String(data));
  });
  ws.on('ping', () => on.alive());
  ws.on('pong', () => on.alive());
  ws.on('unexpected-response', (_, response) => {
    const busy = response.statusCode === 429 || response.statusCode === 503;
    const detail = busy ? 'the server takes no more connections at the moment' : `HTTP ${response.statusCode}`;
    failure = { kind: 'refused', detail: busy ? detail : `no SecureChat server answers there (${detail})` };
    ws.terminate();
  });
  ws.on('error', (error: Error & { code?: string }) => {
    if (!opened) failure ??= { kind: 'refused', detail: explain(error) };
  });
  ws.on('close', (code, reason) => {
    if (failure) on.closed(code, String(reason), failure);
    else on.closed(code, String(reason));
  });
  return ws;
}

/** What is sent in one turn leaves in one write: a greeting and what goes with it are one packet, here and for the server. */
function gather(tls: TLSSocket): void {
  if (tls.writableCorked > 0) return;
  tls.cork();
  process.nextTick(() => tls.uncork());
}

/** Dials with `ws` over TLS that is checked before anything is sent. `pin`: the only key that is accepted. */
export function nodeDialer({ pin }: { readonly pin?: string | undefined } = {}): Dialer {
  return {
    dial: (url, on) => {
      let open: { readonly ws: WebSocket; readonly tls: TLSSocket } | undefined;
      let closed = false;
      const giveUp = handshake(url, { timeoutMs: connectWithinMs, pinned: pin !== undefined }, (result) => {
        const refused = result.ok ? judge(result.value.shown, pin) : result.error;
        if (result.ok && (refused || closed)) result.value.socket.destroy();
        if (refused) on.closed(1006, '', refused);
        else if (closed || !result.ok) on.closed(1006, '');
        else open = { ws: speak(url, result.value.socket, on), tls: result.value.socket };
      });
      return {
        send: (text) => {
          if (open?.ws.readyState !== WebSocket.OPEN) return;
          gather(open.tls);
          open.ws.send(text);
        },
        close: (code, reason) => {
          closed = true;
          giveUp();
          if (!open) return;
          const { ws } = open;
          ws.close(code, reason);
          const timer = setTimeout(() => ws.terminate(), closeWithinMs);
          ws.once('close', () => clearTimeout(timer));
        },
      };
    },
  };
}

/** The real clock. Its timers keep a program alive: a client that is closed has none. */
export const nodeClock: Clock = {
  nowMs: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  newId: () => orderedId(Date.now(), randomUUID()),
};
