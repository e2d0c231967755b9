import type { Dialect } from '../load-client.ts';
import type { DialectName } from '../plan.ts';
import { irc } from './irc.ts';
import { relay } from './relay.ts';
import { securechat } from './securechat.ts';
import { socketio } from './socketio.ts';
import { xmpp } from './xmpp.ts';

/** The protocol of each kind of server. */
export const dialects: Readonly<Record<DialectName, Dialect>> = { relay, securechat, socketio, irc, xmpp };
