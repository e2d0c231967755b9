import {
  attentionOf,
  type ChatState,
  type LinkView,
  type RoomSort,
  roomsInOrder,
  roomsWithNews,
} from '@securechat/client';
import { err, ok, type Result, type RoomId } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import type { NamedLinks } from '../../text/link-numbers.ts';
import { shownRoom } from './selectors.ts';
import type { UiState } from './ui-state.ts';

/** What the screen shows of an open server. */
export type ServerState = {
  /** `host:port`, unique among the open servers. */
  readonly name: string;
  readonly chat: ChatState;
  readonly ui: UiState;
  /** Whether unsent messages are stored on this device. */
  readonly keeps: boolean;
  /** How its links are numbered, if they are. */
  readonly links?: NamedLinks | undefined;
};

/** An account that is stored on this device; its server may be open. */
export type StoredServer = { readonly name: string; readonly user: string };

/** The servers of a chat. */
export type Servers = {
  /** The shown one, which is among the open ones. */
  readonly here: ServerState;
  /** In the order in which they were opened. */
  readonly open: readonly ServerState[];
  /** The stored accounts, as last read. */
  readonly stored: readonly StoredServer[];
};

/** A room of an open server. */
export type RoomPlace = { readonly server: string; readonly room: RoomId };

/** True if there are several servers, so that texts must name them. */
export function several(servers: Servers | undefined): servers is Servers {
  return servers !== undefined && servers.open.length > 1;
}

/** Every room of every open server, in the order of the room list. */
export function placesOf({ open }: Pick<Servers, 'open'>, sort: RoomSort = 'name'): readonly RoomPlace[] {
  return open.flatMap(({ name, chat }) => roomsInOrder(chat, sort).map((room) => ({ server: name, room })));
}

/** The room on the screen. */
export function placeHere({ here }: Pick<Servers, 'here'>): RoomPlace | undefined {
  const room = shownRoom(here)?.id;
  return room === undefined ? undefined : { server: here.name, room };
}

/** Whether both are the same room of the same server. */
export function samePlace(one: RoomPlace | undefined, other: RoomPlace | undefined): boolean {
  return one?.server === other?.server && one?.room === other?.room;
}

/** The unread rooms of all open servers, in the order to visit them: mentions first, then the oldest unread. */
export function placesWithNews({
  open,
}: {
  readonly open: readonly Pick<ServerState, 'name' | 'chat'>[];
}): readonly RoomPlace[] {
  const news = open.flatMap(({ name, chat }) =>
    roomsWithNews(chat).map((room) => {
      const { mentions, mentionedMs, sinceMs } = attentionOf(chat, room);
      return { place: { server: name, room }, rank: mentions > 0 ? 0 : 1, sinceMs: mentionedMs ?? sinceMs ?? 0 };
    }),
  );
  return news.sort((a, b) => a.rank - b.rank || a.sinceMs - b.sinceMs).map(({ place }) => place);
}

/** A server's name without the default port. */
export function shortName(name: string): string {
  return name.replace(/:8443$/, '');
}

/** The mark in a heading for a link that is not online. */
export function linkMark({ status: at }: LinkView): string {
  if (at === 'online') return '';
  if (at === 'greeting') return '…';
  return at === 'refused' ? '!' : 'off';
}

/** True of a link that reconnects only when its server is reopened. */
export function givenUp({ status: at }: LinkView): boolean {
  return at === 'refused' || at === 'offline';
}

/** A reason, and the command to reopen the server afterwards. */
export function thenReopen(why: string, serverName: string): string {
  // A command at the end of a sentence has no full stop, so that it can be copied.
  const reason = /[.!?]$/.test(why) || why === '' ? why : `${why} ·`;
  return `${reason} When this is fixed, type: /server ${serverName}`.trim();
}

/** Why nothing can be sent to this server, and what to do; `undefined` while sending will work sooner or later. */
export function sayGivenUp({ link }: ChatState, serverName: string): string | undefined {
  if (!givenUp(link)) return undefined;
  const why =
    link.status === 'refused'
      ? `Nothing can be sent here: ${link.message}`
      : 'Nothing can be sent here: the connection is closed.';
  return cleanLine(thenReopen(why, serverName));
}

/** The unread messages of a server, in words; empty if there are none. */
export function newsWords(chat: ChatState): string {
  const counts = chat.rooms.map((room) => attentionOf(chat, room));
  const unread = counts.reduce((sum, room) => sum + room.unread, 0);
  const mentions = counts.reduce((sum, room) => sum + room.mentions, 0);
  if (unread === 0) return '';
  return mentions > 0 ? `${unread} unread, ${mentions} ${mentions === 1 ? 'mention' : 'mentions'}` : `${unread} unread`;
}

/** A sentence for a server without a stored session, with the command to type. */
export function sayNoAccount(server: string): string {
  return `You are not logged in at ${server}. In a shell: securechat login --server ${server}`;
}

const hostOf = (name: string) => name.replace(/:\d+$/, '');

/** Ways to name a server, most specific first: `host:port`, the host, `user@host`, the user, and a prefix of its name. */
const waysToName: readonly ((wanted: string, server: StoredServer) => boolean)[] = [
  (wanted, { name }) => name === wanted,
  (wanted, { name }) => hostOf(name) === wanted,
  (wanted, { name, user }) => wanted === `${user}@${name}` || wanted === `${user}@${hostOf(name)}`,
  (wanted, { user }) => user === wanted,
  (wanted, { name }) => name.startsWith(wanted),
];

/** The one server that matches; the error is a sentence. */
export function serverMeant(wanted: string, known: readonly StoredServer[]): Result<StoredServer, string> {
  const lower = wanted.toLowerCase();
  for (const fits of waysToName) {
    const found = known.filter((server) => fits(lower, server));
    const [only, ...more] = found;
    if (only && more.length === 0) return ok(only);
    if (only) return err(`Several servers match: ${found.map(({ name }) => name).join(', ')}.`);
  }
  return err(sayNoAccount(wanted));
}

/** Every server that can be named: the open ones, then those with a stored account. */
export function namedServers({ open, stored }: Servers): readonly StoredServer[] {
  const storedUser = (name: string) => stored.find((server) => server.name === name)?.user ?? '';
  const all = open.map(({ name, chat }) => ({ name, user: chat.me ?? storedUser(name) }));
  return [...all, ...stored.filter(({ name }) => !open.some((server) => server.name === name))];
}
