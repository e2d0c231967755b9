import * as v from 'valibot';
import { type ClientFrame, clientFrames } from './client-frame.ts';
import type { ErrorCode } from './errors.ts';
import { limits } from './limits.ts';
import { toWire } from './model.ts';
import { err, ok, type Result } from './result.ts';
import { type ServerFrame, serverFrames } from './server-frame.ts';

/** Why a text is no frame. `re` is the request's id if it could be read, so that the refusal can be matched to its request. */
export type Unreadable = {
  readonly code: Extract<ErrorCode, 'bad_frame' | 'unknown_type'>;
  readonly detail: string;
  readonly re?: string;
};

type Table = Readonly<Record<string, v.GenericSchema>>;

/** Whether a text has at most this many opening brackets, so that it cannot be nested deeper either: so few that no walk is needed. */
function hasFewBrackets(text: string, most: number): boolean {
  let count = 0;
  for (const bracket of '{[') {
    for (let at = text.indexOf(bracket); at >= 0; at = text.indexOf(bracket, at + 1)) if (++count > most) return false;
  }
  return true;
}

/** Whether JSON text is nested at most this deep, found before it is parsed, so that deep input costs nothing. */
function depthWithin(text: string, most: number): boolean {
  if (hasFewBrackets(text, most)) return true;
  let depth = 0;
  let inString = false;
  for (let i = 0; i < text.length; i++) {
    const c = text.charCodeAt(i);
    if (inString) {
      if (c === 92) i++;
      else if (c === 34) inString = false;
    } else if (c === 34) inString = true;
    else if (c === 123 || c === 91) {
      if (++depth > most) return false;
    } else if (c === 125 || c === 93) depth--;
  }
  return true;
}

function parseObject(text: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null && !Array.isArray(value)
      ? (value as Record<string, unknown>)
      : undefined;
  } catch {
    return undefined;
  }
}

/** `idKey` is the field in which a frame of this side names its request. */
function decode(table: Table, text: string, idKey: 'id' | 're'): Result<unknown, Unreadable> {
  if (!depthWithin(text, limits.frameDepth)) return err({ code: 'bad_frame', detail: 'nested too deeply' });
  const input = parseObject(text);
  if (input === undefined) return err({ code: 'bad_frame', detail: 'not a JSON object' });
  const { type, [idKey]: id } = input;
  const re = typeof id === 'string' && /^[A-Za-z0-9_-]{1,32}$/.test(id) ? { re: id } : {};
  if (typeof type !== 'string') return err({ code: 'bad_frame', detail: 'no type', ...re });
  const schema = Object.hasOwn(table, type) ? table[type] : undefined;
  if (schema === undefined) return err({ code: 'unknown_type', detail: 'no frame of that type', ...re });
  const parsed = v.safeParse(schema, input, { abortEarly: true });
  if (parsed.success) return ok(parsed.output);
  const issue = parsed.issues[0];
  return err({
    code: 'bad_frame',
    detail: `${[type, v.getDotPath(issue)].filter(Boolean).join('.')}: ${issue.expected ?? issue.message}`,
    ...re,
  });
}

/** Reads a client's frame. Never throws; unknown fields are dropped, an unknown type or a wrong shape is refused. */
export function decodeClientFrame(text: string): Result<ClientFrame, Unreadable> {
  return decode(clientFrames, text, 'id') as Result<ClientFrame, Unreadable>;
}

/**
 * Reads a server's frame and checks it against the limits: `bad_frame` means that the server broke the protocol. Never throws; a frame of
 * an unknown type comes from a newer server and may be ignored.
 */
export function decodeServerFrame(text: string): Result<ServerFrame, Unreadable> {
  // A character takes at least one byte, so this refuses no frame that the limit allows.
  if (text.length > limits.serverFrameBytes) return err({ code: 'bad_frame', detail: 'frame too large' });
  return decode(serverFrames, text, 're') as Result<ServerFrame, Unreadable>;
}

/** Encodes a frame for the wire: one JSON object. */
export function encodeFrame(frame: ClientFrame | ServerFrame): string {
  if ('event' in frame) return JSON.stringify({ ...frame, event: toWire(frame.event) });
  if ('events' in frame) return JSON.stringify({ ...frame, events: frame.events.map(toWire) });
  return JSON.stringify(frame);
}
