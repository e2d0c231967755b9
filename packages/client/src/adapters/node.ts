import type { TLSSocket } from 'node:tls';
import { closeCodes, limits, SUBPROTOCOL } from '@securechat/protocol';
import { WebSocket } from 'ws';
import type { Dialer, DialFailure, SocketEvents } from '../ports.ts';
import { certificateProblem, explain, handshake, tooLate } from './node-tls.ts';

export { nodeClock } from './node-clock.ts';

export { type PresentedCertificate, probePin } from './node-tls.ts';

/** Time limit for TCP, TLS and the upgrade together, even if bytes keep arriving slowly. */
const connectWithinMs = 10_000;
const closeWithinMs = 2000;
/** Time limit for the closing handshake with a server that broke the protocol. */
const closeBrokenWithinMs = 100;
/** Our servers never fragment frames, and each fragment keeps a buffer alive. */
const maxFragments = 64;
/** Pings are not answered while more than this is unsent: a server that pings but does not read would fill our memory. */
const maxUnsentBytes = 64 * 1024;

/** Explains what replied in place of a SecureChat server, by HTTP status. */
function sayAnswer(status: number): string {
  if (status === 429 || status === 503) return 'the server accepts no more connections at the moment';
  if (status === 502 || status === 504) return `a proxy replied, but cannot reach the server (HTTP ${status})`;
  // RFC 6585: 511 requires a log-in to the network. Most networks return a page of theirs, or redirect the browser to it.
  if (status === 511 || status === 200 || (status >= 300 && status < 400)) {
    return `a web page was returned instead of the server (HTTP ${status}); check the address, or log in to this network with a browser`;
  }
  return `no SecureChat server was found there (HTTP ${status}); check the address`;
}

function speak(url: string, tls: TLSSocket, on: SocketEvents, openWithinMs: number): WebSocket {
  let opened = false;
  let failure: DialFailure | undefined;
  const ws = new WebSocket(`${url.replace(/\/$/, '')}/ws`, SUBPROTOCOL, {
    createConnection: () => tls,
    perMessageDeflate: false,
    maxPayload: limits.serverFrameBytes,
    maxFragments: maxFragments,
    autoPong: false,
  });
  // The timeout of `ws` restarts with each byte that arrives.
  const deadline = setTimeout(() => {
    failure ??= tooLate(connectWithinMs);
    ws.terminate();
  }, openWithinMs);
  ws.on('open', () => {
    clearTimeout(deadline);
    opened = true;
    on.opened();
  });
  ws.on('message', (data, binary) => {
    if (!binary) return on.text(String(data));
    failure ??= { kind: 'invalid-frame', detail: 'a binary frame' };
    ws.close(closeCodes.unsupported_data.code);
    setTimeout(() => ws.terminate(), closeBrokenWithinMs).unref();
  });
  ws.on('ping', (data) => {
    on.alive();
    if (ws.bufferedAmount < maxUnsentBytes) ws.pong(data);
  });
  ws.on('pong', () => on.alive());
  ws.on('unexpected-response', (_, response) => {
    failure = { kind: 'refused', detail: sayAnswer(response.statusCode ?? 0) };
    ws.terminate();
  });
  ws.on('error', (error: Error & { code?: string }) => {
    if (!opened) failure ??= { kind: 'refused', detail: explain(error) };
    else if (error.code?.startsWith('WS_ERR_')) {
      failure ??= { kind: 'invalid-frame', detail: error.message.replace('Invalid WebSocket frame: ', '') };
      setTimeout(() => ws.terminate(), closeBrokenWithinMs).unref();
    }
  });
  ws.on('close', (code, reason) => {
    clearTimeout(deadline);
    if (failure) on.closed(code, String(reason), failure);
    else on.closed(code, String(reason));
  });
  return ws;
}

/** Corks the socket for one turn, so that a greeting and what is sent with it leave in one packet. */
function gather(tls: TLSSocket): void {
  if (tls.writableCorked > 0) return;
  tls.cork();
  process.nextTick(() => tls.uncork());
}

/** Dials with `ws` over TLS that is verified before anything is sent. `pin`: the only accepted key. */
export function nodeDialer({ pin }: { readonly pin?: string | undefined } = {}): Dialer {
  return {
    dial: (url, on) => {
      let open: { readonly ws: WebSocket; readonly tls: TLSSocket } | undefined;
      let closed = false;
      const startedMs = performance.now();
      const giveUp = handshake(url, { timeoutMs: connectWithinMs, pinned: pin !== undefined }, (result) => {
        const refused = result.ok ? certificateProblem(result.value.shown, pin) : result.error;
        if (result.ok && (refused || closed)) result.value.socket.destroy();
        if (refused) on.closed(1006, '', refused);
        else if (closed || !result.ok) on.closed(1006, '');
        else {
          const leftMs = connectWithinMs - (performance.now() - startedMs);
          open = { ws: speak(url, result.value.socket, on, leftMs), tls: result.value.socket };
        }
      });
      return {
        send: (text) => {
          if (open?.ws.readyState !== WebSocket.OPEN) return;
          gather(open.tls);
          open.ws.send(text);
        },
        close: (code, reason) => {
          closed = true;
          if (!open) return giveUp();
          const { ws, tls } = open;
          ws.close(code, reason);
          // The close frame is the last thing that leaves. The server's answer is not awaited: it would keep the process from ending.
          const end = () => ws.terminate();
          const timer = setTimeout(end, closeWithinMs);
          ws.once('close', () => clearTimeout(timer));
          tls.end(end);
        },
      };
    },
  };
}
