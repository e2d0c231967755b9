import { type ClientFrame, decodeClientFrame, encodeFrame, ok } from '@securechat/protocol';
import type { Connection, GatewayProtocol } from '../shared/connection.ts';
import { answer, type RequestOutcome, sendFrame } from './answer.ts';
import { frameText, pingFrame } from './frames.ts';
import { costOf, dispatch } from './routes.ts';
import { ephemeralBytes, eventBytes, refusalFrame, stateBytes } from './to-frame.ts';

/** JSON frames, each in a text frame of a WebSocket. */
export const wsProtocol: GatewayProtocol = {
  handle: handleFrame,
  event: eventBytes,
  ephemeral: ephemeralBytes,
  batch: (batch) => frameText(encodeFrame({ type: 'events', ...batch, events: [...batch.events] })),
  state: stateBytes,
  goingDown: (retryAfterMs) => frameText(encodeFrame({ type: 'going-down', retryAfterMs })),
  ping: pingFrame,
};

async function handleFrame(c: Connection, text: string): Promise<void> {
  const decoded = decodeClientFrame(text);
  if (!decoded.ok) {
    const { code, detail, re } = decoded.error;
    // A newer client may try what this server does not know yet. It pays for that as for any other request.
    const paid = code === 'unknown_type' ? await c.session.spend(1) : ok(undefined);
    sendFrame(c, refusalFrame(paid.ok ? { code, detail } : paid.error, re));
    if (code !== 'unknown_type') c.session.countMalformed();
    return;
  }
  const frame = decoded.value;
  await answer(c, 'id' in frame ? frame.id : undefined, ask(c, frame));
}

async function ask(c: Connection, frame: ClientFrame): Promise<RequestOutcome> {
  const cost = costOf(frame);
  if (cost > 0) {
    const paid = await c.session.spend(cost);
    if (!paid.ok) return paid;
    // The connection ended while the request was paid for: nothing would stop what it starts.
    if (c.session.hasEnded) return undefined;
  }
  return await dispatch(c, frame);
}
