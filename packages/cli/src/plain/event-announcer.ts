import {
  type ChatClient,
  type ChatState,
  type Clock,
  type Entry,
  entryOf,
  isAnnounced,
  isBlocked,
  type Notice,
  type RoomState,
  roomOf,
} from '@securechat/client';
import {
  asSentence,
  beginningSentence,
  dayOf,
  isNotes,
  labelAmong,
  labelInSentence,
  membersInWords,
  presenceSentence,
  roomLabel,
  sayDay,
  typedAmong,
} from '@securechat/client/present';
import { limits, type RoomId, type Seq } from '@securechat/protocol';
import { messageAt } from '../chat/line-keys.ts';
import { cleanLine } from '../text/clean.ts';
import type { TimeFormat } from '../text/date-format.ts';
import { changeSentence } from './change-sentence.ts';
import { entrySentence, pendingWords, refusedSentence } from './words.ts';

/** Messages printed when a room is shown. */
const atStart = 10;
const onSwitch = 5;
/** Messages printed after an interruption; earlier ones are only counted. */
const atOnce = 50;
/** Messages that are unconfirmed for longer than this are reported. */
const slowMs = 3000;

/** What the announcer needs. */
export type AnnouncerParts = {
  readonly client: ChatClient;
  readonly clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly serverName: string;
  readonly timeFormat: TimeFormat;
  /** The current room; undefined while another server is shown. */
  readonly room: () => RoomState | undefined;
  /** Whether this server is shown. */
  readonly isShown: () => boolean;
  /** Prints a text, which must be clean. */
  readonly print: (text: string) => void;
};

/** Announces events in line mode, each once. */
export type EventAnnouncer = {
  /** Starts to follow the client; the returned function stops it. */
  start(): () => void;
  /** Prints which room is shown, and its last messages. */
  showRoom(): void;
};

const messages = (n: number) => `${n} ${n === 1 ? 'message' : 'messages'}`;

/** What a direct room is called when it is shown. */
function directTitle(room: RoomState): string {
  const { with: people = [] } = room;
  return isNotes(room) ? 'Your notes.' : `Direct messages with ${people.map(cleanLine).join(', ')}.`;
}

/** What any other room is called when it is shown, with its topic and its members. */
function roomTitle(chat: ChatState, room: RoomState): string {
  const people = (room.with ?? []).length > 0 ? `Unnamed room with ${labelAmong(chat, room)}.` : 'Unnamed room.';
  const title = room.name === undefined ? people : `Room ${labelAmong(chat, room)}.`;
  const topic = room.topic === '' ? '' : ` ${asSentence(cleanLine(room.topic))}`;
  return `${title}${topic} ${membersInWords(room.members)}.${room.archived ? ' Archived: it can only be read.' : ''}`;
}

type StoredEntry = Exclude<Entry, { kind: 'presence' }>;

function entriesAfter(room: RoomState, seq: Seq): StoredEntry[] {
  const entries: StoredEntry[] = [];
  for (let i = room.timeline.length - 1; i >= 0; i--) {
    const entry = room.timeline.at(i);
    if (!entry || entry.kind === 'presence') continue;
    if (entry.seq <= seq) break;
    entries.unshift(entry);
  }
  return entries;
}

/** Loads the last `most` entries of a room, if it has as many, once it has begun. */
async function loadLast(client: ChatClient, id: RoomId, most: number): Promise<void> {
  const state = () => roomOf(client.getSnapshot(), id);
  if (state().cursor === 0) {
    await new Promise<void>((resolve) => {
      const stop = client.subscribe(() => {
        if (state().cursor === 0 && client.getSnapshot().link.status === 'online') return;
        stop();
        resolve();
      });
    });
  }
  if (entriesAfter(state(), 0).length < most) await client.loadOlder(id, limits.page);
}

/** Reports messages that are refused or take long to be confirmed. */
function followPending({ client, clock, print }: AnnouncerParts): () => void {
  const told = new Set<string>();
  let slow = false;
  let cancel: (() => void) | undefined;
  const waiting = () => client.getSnapshot().pending.filter((message) => message.refused === undefined);
  const sayHowMany = () => {
    slow = true;
    const [first, ...more] = waiting();
    if (!first) return;
    if (more.length > 0) print(`Not confirmed yet: ${messages(more.length + 1)}.`);
    else print(`Not confirmed yet: ${pendingWords(first)}`);
  };
  const look = () => {
    for (const pending of client.getSnapshot().pending) {
      if (pending.refused === undefined) told.delete(pending.id);
      else if (!told.has(pending.id)) {
        told.add(pending.id);
        print(refusedSentence(pending));
      }
    }
    if (waiting().length === 0) {
      slow = false;
      cancel?.();
      cancel = undefined;
    } else if (!slow) cancel ??= clock.after(slowMs, sayHowMany);
  };
  look();
  const stop = client.subscribe(look);
  return () => {
    stop();
    cancel?.();
  };
}

/** What is printed of an entry; nothing of an edit of a blocked person. */
function spoken(chat: ChatState, entry: StoredEntry, format: TimeFormat): string | undefined {
  const author = cleanLine(entry.author);
  const isHidden = isBlocked(chat, entry.author);
  const its = roomOf(chat, entry.room);
  if (entry.kind === 'system' && entry.target !== undefined) {
    return isHidden ? undefined : changeSentence(entry, messageAt(its.timeline, entry.target), format);
  }
  return isHidden && entry.kind === 'message'
    ? `A message from ${author}, who is blocked. To read messages again: /unblock ${author}`
    : entrySentence(entry, labelInSentence(its), format);
}

/** The messages up to `upTo`, which were printed, that have been changed since, as they are now. */
function changedMeanwhile(chat: ChatState, room: RoomState, upTo: Seq, format: TimeFormat): readonly string[] {
  const changed = entriesAfter(room, 0).filter(
    (entry) =>
      entry.kind === 'message' && entry.seq <= upTo && (entry.rev ?? 0) > upTo && !isBlocked(chat, entry.author),
  );
  const label = labelInSentence(room);
  return changed.slice(-atOnce).map((entry) => `Changed meanwhile: ${entrySentence(entry, label, format)}`);
}

/** Prints one room after the other, and tracks up to which entry each was printed. */
function roomReader({ client, clock, room, print, timeFormat, isShown, serverName }: AnnouncerParts) {
  const read = new Map<RoomId, Seq>();
  let day = dayOf(clock.nowMs());
  const readTo = ({ id, cursor }: RoomState) => {
    read.set(id, Math.max(cursor, read.get(id) ?? 0));
    client.markRead(id);
  };
  const readEntry = (entry: StoredEntry) => {
    const its = dayOf(entry.at);
    if (its !== day) print(`${sayDay(entry.at, clock.nowMs())[0]}:`);
    day = its;
    const text = spoken(client.getSnapshot(), entry, timeFormat);
    if (text !== undefined) print(text);
  };
  const readLast = (shown: RoomState, most: number) => {
    for (const entry of entriesAfter(shown, 0).slice(-most)) readEntry(entry);
    readTo(shown);
  };
  return {
    show(most: number) {
      const shown = room();
      // Nothing is known about a new server before its first reply.
      if (!shown && client.getSnapshot().lastSync === undefined) return;
      if (!shown) return print('You are not in a room yet. Join one: /join ROOM');
      print(shown.kind === 'direct' ? directTitle(shown) : roomTitle(client.getSnapshot(), shown));
      const beginning = beginningSentence(shown, client.getSnapshot().me);
      if (beginning !== undefined && shown.timeline.length < most) print(beginning);
      readLast(shown, most);
    },
    /** Prints what arrived since the last call: messages of the current room, counts of the others. */
    catchUp() {
      const shown = room();
      const chat = client.getSnapshot();
      for (const id of chat.rooms) {
        const other = roomOf(chat, id);
        const fresh = entriesAfter(other, read.get(id) ?? other.readUpTo);
        if (id === shown?.id) {
          for (const text of changedMeanwhile(chat, other, read.get(id) ?? 0, timeFormat)) print(text);
          if (fresh.length > atOnce) print(`${messages(fresh.length - atOnce)} before these were not shown.`);
          for (const entry of fresh.slice(-atOnce)) readEntry(entry);
          readTo(other);
        } else {
          const said = fresh.filter(
            (entry) => entry.kind === 'message' && entry.author !== chat.me && isAnnounced(chat, entry),
          ).length;
          const how = isShown() ? `/room ${typedAmong(chat, other)}` : `/server ${cleanLine(serverName)}`;
          if (said > 0) print(`${roomLabel(other)}: ${messages(said)}. To read, type: ${how}`);
          read.set(id, other.cursor);
        }
      }
    },
    onEntry(entry: StoredEntry) {
      if (entry.seq <= (read.get(entry.room) ?? 0)) return;
      read.set(entry.room, entry.seq);
      if (entry.room === room()?.id) {
        readEntry(entry);
        client.markRead(entry.room);
      } else if (entry.kind === 'message' && isAnnounced(client.getSnapshot(), entry)) {
        const { me } = client.getSnapshot();
        const other = roomOf(client.getSnapshot(), entry.room);
        const sentence = entrySentence(entry, labelInSentence(other), timeFormat);
        const isDirect = other.kind === 'direct' && entry.author !== me;
        print(isDirect ? `Direct message from ${sentence}` : `${roomLabel(other)}, ${sentence}`);
      }
    },
    hasRead: (id: RoomId) => read.has(id),
    restart: (id: RoomId) => void read.delete(id),
  };
}

/** Creates the announcer of one chat. */
export function createEventAnnouncer(parts: AnnouncerParts): EventAnnouncer {
  const { client, serverName, print, room, isShown } = parts;
  const rooms = roomReader(parts);
  let caughtUp = false;
  let connected = false;
  let saidLost = false;
  const begin = () => {
    caughtUp = true;
    saidLost = false;
    const me = client.getSnapshot().me;
    print(connected ? 'Reconnected.' : `Connected to ${cleanLine(serverName)}${me ? ` as ${cleanLine(me)}` : ''}.`);
    connected = true;
    const shown = room();
    if (isShown() && (!shown || !rooms.hasRead(shown.id))) rooms.show(atStart);
    rooms.catchUp();
  };
  const lost = (why: string) => {
    caughtUp = false;
    if (saidLost) return;
    saidLost = true;
    print(`Not connected${why === '' ? '' : ` (${cleanLine(why)})`}. Reconnecting; what you write is sent then.`);
  };
  /** A room that was joined just now begins with the own join: what was said before is loaded first. */
  const showRoom = async () => {
    const shown = room();
    if (shown && client.getSnapshot().link.status === 'online') await loadLast(client, shown.id, onSwitch);
    if (room()?.id === shown?.id) rooms.show(onSwitch);
  };
  const onNotice = (notice: Notice) => {
    if (notice.kind === 'synced') begin();
    else if (notice.kind === 'restored') rooms.restart(notice.room);
    else if (notice.kind === 'link' && notice.link.status === 'waiting') lost(notice.link.message);
    else if (notice.kind === 'slowed')
      print(`The server limits how fast you can send. The rest is sent in ${Math.ceil(notice.waitMs / 1000)} s.`);
    else if (notice.kind === 'event' && caughtUp) rooms.onEntry(entryOf(notice.event));
    else if (notice.kind === 'presence' && caughtUp && notice.room === room()?.id)
      print(`${presenceSentence(notice)}.`);
  };
  return {
    start() {
      const { link, lastSync, rooms: known } = client.getSnapshot();
      if (link.status === 'online' && lastSync) begin();
      // Cached history is available before any connection.
      else if (isShown() && known.length > 0) rooms.show(atStart);
      if (link.status === 'waiting') lost(link.message);
      const ends = [client.listen(onNotice), followPending(parts)];
      return () => {
        for (const end of ends) end();
      };
    },
    showRoom: () => void showRoom(),
  };
}
