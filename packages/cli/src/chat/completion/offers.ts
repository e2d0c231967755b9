import {
  blockedUsers,
  type ChatState,
  highlightWords,
  type Level,
  levels,
  mayIn,
  type RoomState,
  roomOf,
  shownRooms,
} from '@securechat/client';
import {
  invitationHandle,
  invitationSentence,
  labelAmong,
  type NamedRoom,
  roomLabel,
  typedAmong,
} from '@securechat/client/present';
import { type MemberRole, memberRole, unreachable } from '@securechat/protocol';
import { cleanLine } from '../../text/clean.ts';
import { ranked } from '../../text/fuzzy.ts';
import { slashCommands } from '../slash/registry.ts';
import { peopleSeen } from '../state/choices.ts';
import type { EmojiName, Known, Offer, Word } from './model.ts';

/** A longer list would not be read; typing on makes it shorter. */
const maxOffers = 50;
/** Authors of this many last entries come first. */
const recentLines = 500;

const roleHints: Readonly<Record<MemberRole, string>> = {
  owner: 'may do everything',
  moderator: 'keeps order',
  member: 'writes',
  reader: 'only reads',
};

const levelHints: Readonly<Record<Level, string>> = {
  all: 'notify about all messages',
  mentions: 'notify about mentions only',
  none: 'mute the room',
};

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
  const members = known.members[room?.id ?? '']?.map(({ user }) => user);
  const here = new Set<string>(members);
  const spoke = members ? speakers.filter((user) => here.has(user)) : speakers;
  const all = new Set<string>([...spoke, ...(room?.online ?? []), ...(members ?? [])]);
  const me = chat.me;
  return me !== undefined && all.delete(me) ? [...all, me] : [...all];
}

/** The members of this room, then everybody seen elsewhere. */
function people(source: OfferSource): string[] {
  return [...new Set([...users(source), ...peopleSeen(source.chat)])];
}

const everybodyHints: ReadonlyMap<string, string> = new Map([
  ['room', 'mentions all members'],
  ['here', 'mentions the members who are online'],
]);

/** `room` and `here`, for those whose messages mention everybody with them. */
function everybody({ chat, room }: OfferSource): string[] {
  return room && mayIn(chat, room, 'mention-everybody') ? [...everybodyHints.keys()] : [];
}

function named(typed: string, names: readonly string[], { room }: OfferSource): Offer[] {
  const online = new Set<string>(room?.online);
  return ranked(typed, names, (name) => ({ name }), maxOffers).map((name) => ({
    label: `@${cleanLine(name)}`,
    hint: everybodyHints.get(name) ?? (online.has(name) ? 'online' : ''),
    text: `@${name} `,
  }));
}

type OfferedRoom = NamedRoom & Pick<RoomState, 'topic'>;

const ownRooms = ({ chat }: OfferSource): RoomState[] => shownRooms(chat).map((id) => roomOf(chat, id));

function roomsNamed(typed: string, among: readonly OfferedRoom[], { chat }: OfferSource): Offer[] {
  return ranked(typed, among, (room) => ({ name: typedAmong(chat, room) }), maxOffers).map((room) => {
    const label = labelAmong(chat, room);
    return { label, hint: cleanLine(room.topic), text: `${label} ` };
  });
}

function rooms(source: OfferSource): OfferedRoom[] {
  const own = ownRooms(source);
  const listed = source.known.rooms.filter(({ id }) => !own.some((room) => room.id === id));
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
    case 'mention':
      return named(typed, [...users(source), ...everybody(source)], source);
    case 'user':
      return named(typed, users(source), source);
    case 'person':
      return named(typed, people(source), source);
    case 'room':
      return roomsNamed(typed, rooms(source), source);
    case 'archived':
      return roomsNamed(
        typed,
        ownRooms(source).filter(({ archived }) => archived),
        source,
      );
    case 'invitation':
      return ranked(typed, source.chat.invitations, (each) => ({ name: invitationHandle(each) }), maxOffers).map(
        (each) => ({
          label: roomLabel(each),
          hint: invitationSentence(each),
          text: `${invitationHandle(each)} `,
        }),
      );
    case 'server':
      return ranked(typed, source.known.servers, ({ name, hint }) => ({ name, also: hint }), maxOffers).map(
        ({ name, hint }) => ({
          label: cleanLine(name),
          hint: cleanLine(hint),
          text: name,
        }),
      );
    case 'role':
      return ranked(typed, memberRole.options, (name) => ({ name }), maxOffers).map((role) => ({
        label: role,
        hint: roleHints[role],
        text: `${role} `,
      }));
    case 'level':
      return ranked(typed, levels, (name) => ({ name }), maxOffers).map((level) => ({
        label: level,
        hint: levelHints[level],
        text: `${level} `,
      }));
    case 'blocked':
      return ranked(typed, blockedUsers(source.chat), (name) => ({ name }), maxOffers).map((user) => ({
        label: `@${cleanLine(user)}`,
        hint: 'blocked',
        text: `@${user} `,
      }));
    case 'highlight':
      return ranked(typed, highlightWords(source.chat.userState.highlight), (name) => ({ name }), maxOffers).map(
        (word) => ({ label: cleanLine(word), hint: '', text: `${word} ` }),
      );
    case 'sent':
      return sentBefore(typed, source.sent);
    case 'emoji':
      return emojiNamed(typed, source.known.emoji);
    default:
      return unreachable(kind);
  }
}
