import type { Dialect } from '../line.ts';
import type { DialectName } from '../plan.ts';
import { relay } from './relay.ts';
import { securechat } from './securechat.ts';
import { socketio } from './socketio.ts';

/** How each kind of server is spoken to. */
export const dialects: Readonly<Partial<Record<DialectName, Dialect>>> = { relay, securechat, socketio };
