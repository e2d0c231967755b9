import { type ChatState, type RoomState, roomOf, shownRooms } from '@securechat/client';
import { roomLabel } from '@securechat/client/present';
import { unreachable } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import { ranked } from '../../text/fuzzy.ts';
import { slashCommands } from '../slash/registry.ts';
import type { EmojiName, Known, Offer, Word } from './model.ts';

/** A longer list would not be read; typing on makes it shorter. */
const maxOffers = 50;
/** Authors of this many last entries come first. */
const recentLines = 500;

/** What the list is built from. */
export type OfferSource = {
  readonly chat: ChatState;
  readonly room: RoomState | undefined;
  readonly known: Known;
  /** Messages sent from the room, oldest first. */
  readonly sent: readonly string[];
};

/** Members: recent authors first, the user last. */
function users({ chat, room, known }: OfferSource): string[] {
  const speakers: string[] = [];
  const lines = room?.timeline ?? [];
  for (let i = lines.length - 1; i >= Math.max(0, lines.length - recentLines); i--) {
    const item = lines.at(i);
    if (item?.kind === 'message') speakers.push(item.author);
  }
  const members = known.members[room?.id ?? ''];
  const here = new Set(members);
  const spoke = members ? speakers.filter((user) => here.has(user)) : speakers;
  const all = new Set<string>([...spoke, ...(room?.online ?? []), ...(members ?? [])]);
  const me = chat.me;
  return me !== undefined && all.delete(me) ? [...all, me] : [...all];
}

function rooms({ chat, known }: OfferSource): Pick<RoomState, 'name' | 'topic'>[] {
  const own = shownRooms(chat).map((id) => roomOf(chat, id));
  const listed = known.rooms.filter(({ name }) => !own.some((room) => room.name === name));
  return [...own, ...listed];
}

function commands(typed: string): Offer[] {
  return ranked(typed, slashCommands, ({ name }) => ({ name }), maxOffers).map(
    ({ name, usage, description, argument }) => ({
      label: usage,
      hint: description,
      text: `/${name}${argument === 'none' ? '' : ' '}`,
    }),
  );
}

/** Sent messages that contain these letters, newest first. */
function sentBefore(typed: string, sent: readonly string[]): Offer[] {
  const wanted = typed.toLowerCase();
  const found = sent.filter((text) => text.toLowerCase().includes(wanted));
  return [...new Set(found.reverse())].slice(0, maxOffers).map((text) => ({ label: cleanLine(text), hint: '', text }));
}

/** A cache by list: a frame filters several times, and there are thousands of emoji. */
const namedLast = new WeakMap<readonly EmojiName[], { readonly typed: string; readonly offers: Offer[] }>();

function emojiNamed(typed: string, all: readonly EmojiName[]): Offer[] {
  const last = namedLast.get(all);
  if (last?.typed === typed) return last.offers;
  const found = ranked(typed, all, ({ name }) => ({ name }), maxOffers);
  const offers = found.map(({ name, emoji }) => ({ label: `:${name}:`, hint: emoji, text: emoji }));
  namedLast.set(all, { typed, offers });
  return offers;
}

/** The completions of a word, best first. */
export function offersFor({ kind, typed }: Word, source: OfferSource): Offer[] {
  switch (kind) {
    case 'command':
      return commands(typed);
    case 'user': {
      const online = new Set<string>(source.room?.online);
      return ranked(typed, users(source), (name) => ({ name }), maxOffers).map((user) => ({
        label: `@${cleanLine(user)}`,
        hint: online.has(user) ? 'online' : '',
        text: `@${user} `,
      }));
    }
    case 'room':
      return ranked(typed, rooms(source), ({ name }) => ({ name }), maxOffers).map((room) => ({
        label: roomLabel(room),
        hint: cleanLine(room.topic),
        text: `${roomLabel(room)} `,
      }));
    case 'server':
      return ranked(typed, source.known.servers, ({ name, hint }) => ({ name, also: hint }), maxOffers).map(
        ({ name, hint }) => ({
          label: cleanLine(name),
          hint: cleanLine(hint),
          text: name,
        }),
      );
    case 'sent':
      return sentBefore(typed, source.sent);
    case 'emoji':
      return emojiNamed(typed, source.known.emoji);
    default:
      return unreachable(kind);
  }
}
