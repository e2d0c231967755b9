import { limits, SUBPROTOCOL } from '@securechat/protocol';
import type { Clock, Dialer } from '../ports.ts';
import { orderedId } from './ordered-id.ts';

/** Dials with the browser's WebSocket, which verifies TLS itself and does not report pings. */
export function browserDialer(): Dialer {
  return {
    dial: (url, on) => {
      const ws = new WebSocket(`${url.replace(/\/$/, '')}/ws`, SUBPROTOCOL);
      let opened = false;
      let ended = false;
      const end = (code: number, reason: string) => {
        if (ended) return;
        ended = true;
        const failure = { kind: 'unreachable', detail: 'no connection to the server' } as const;
        if (opened) on.closed(code, reason);
        else on.closed(code, reason, failure);
      };
      ws.onopen = () => {
        opened = true;
        on.opened();
      };
      ws.onmessage = ({ data }) => {
        if (typeof data === 'string') on.text(data);
      };
      ws.onclose = ({ code, reason }) => end(code, reason);
      return {
        send: (text) => {
          if (ws.readyState === WebSocket.OPEN) ws.send(text);
        },
        close: (code, reason) => {
          ws.close(code, reason);
          // A browser waits long for the closing handshake; we do not.
          setTimeout(() => end(code, reason), limits.requestTimeoutMs / 5);
        },
      };
    },
  };
}

/** The browser's clock and randomness. */
export const browserClock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  // Browsers have no clock that reliably continues during a sleep. A changed wall clock only causes a probe.
  uptimeMs: () => Date.now(),
  after: (ms, run) => {
    const timer = setTimeout(run, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
  newId: () => orderedId(Date.now(), crypto.randomUUID()),
};
