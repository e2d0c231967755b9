import {
  type ChatState,
  type Entry,
  entryOf,
  isBlocked,
  type List,
  type MessageEntry,
  type RoomState,
  recentRooms,
  roomOf,
  roomsWithNews,
  shownRooms,
} from '@securechat/client';
import { dateOf, labelAmong, labelOf, messageLine, presentMessage } from '@securechat/client/present';
import type { RoomEvent, RoomId, Seq, UserId } from '@securechat/protocol';
import { cleanLine, terminalFace } from '../../text/clean.ts';
import { clockTime } from '../../text/date-format.ts';
import { ranked } from '../../text/fuzzy.ts';
import { slashCommands } from '../slash/registry.ts';
import type { Picker } from './picker.ts';
import { shownRoom } from './selectors.ts';
import {
  givenUp,
  namedServers,
  placeHere,
  placesWithNews,
  type Servers,
  samePlace,
  several,
  shortName,
} from './servers.ts';
import type { UiState } from './ui-state.ts';

/** What a filtered list is built from. */
type ChoiceSource = { readonly ui: UiState; readonly chat: ChatState; readonly servers?: Servers };

/** A line of a filtered list, and where it leads. */
export type PickerChoice = {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly leads:
    | { readonly to: 'room'; readonly room: RoomId; readonly server?: string }
    | { readonly to: 'server'; readonly server: string }
    | { readonly to: 'person'; readonly user: UserId }
    | { readonly to: 'command'; readonly name: string }
    | { readonly to: 'message'; readonly seq: Seq; readonly room?: RoomId };
};

const maxChoices = 200;

const authors = new WeakMap<object, ReadonlySet<UserId>>();

function authorsOf(timeline: List<Entry>): ReadonlySet<UserId> {
  const known = authors.get(timeline);
  if (known) return known;
  const found = new Set<UserId>();
  for (const entry of timeline) if (entry.kind !== 'presence') found.add(entry.author);
  authors.set(timeline, found);
  return found;
}

/** Everyone this client has seen writing or online, except the user. */
export function peopleSeen({ byRoom, me }: ChatState): readonly UserId[] {
  const seen = new Set<UserId>();
  for (const { online, timeline, with: people = [] } of Object.values<RoomState>(byRoom)) {
    for (const user of online) seen.add(user);
    for (const user of people) seen.add(user);
    for (const user of authorsOf(timeline)) seen.add(user);
  }
  return [...seen].filter((user) => user !== me).sort();
}

/** The rooms of the only server: unread ones first, then those with the newest messages, and the shown one last. */
function roomsOf({ ui, chat }: ChoiceSource): readonly PickerChoice[] {
  const here = shownRoom({ ui, chat })?.id;
  const inOrder = [...new Set([...roomsWithNews(chat), ...recentRooms(chat)])].filter((room) => room !== here);
  const rooms = here === undefined ? inOrder : [...inOrder, here];
  return rooms.map((room): PickerChoice => {
    const shown = roomOf(chat, room);
    const detail = cleanLine(shown.topic);
    return { key: `room ${room}`, label: labelAmong(chat, shown), detail, leads: { to: 'room', room } };
  });
}

/** The rooms of all open servers, each with the name of its server. */
function roomsOfAll(servers: Servers): readonly PickerChoice[] {
  const here = placeHere(servers);
  const news = placesWithNews(servers);
  const all = servers.open.flatMap(({ name, chat }) => recentRooms(chat).map((room) => ({ server: name, room })));
  const others = all.filter((place) => !news.some((known) => samePlace(known, place)));
  const inOrder = [...news, ...others].filter((place) => !samePlace(place, here));
  return [...inOrder, ...(here ? [here] : [])].map(({ server, room }): PickerChoice => {
    const chat = servers.open.find(({ name }) => name === server)?.chat;
    const rooms = chat ?? { byRoom: {}, rooms: [] };
    const shown = roomOf(rooms, room);
    const detail = cleanLine([shortName(server), shown.topic].filter(Boolean).join(' · '));
    return {
      key: `room ${room} ${server}`,
      label: labelAmong(rooms, shown),
      detail,
      leads: { to: 'room', room, server },
    };
  });
}

/** The servers to switch to: the other open ones, those with a stored account, and the shown one if it must be reopened. */
function serversToGoTo({ servers }: ChoiceSource): readonly PickerChoice[] {
  const lost = (name: string) => servers?.open.some((server) => server.name === name && givenUp(server.chat.link));
  const others = servers ? namedServers(servers).filter(({ name }) => name !== servers.here.name || lost(name)) : [];
  return others.map(({ name, user }): PickerChoice => {
    const isOpen = servers?.open.some((server) => server.name === name) === true;
    const what = isOpen && !lost(name) ? 'switch to this server' : `${isOpen ? 'reopen' : 'open'} this server`;
    const detail = cleanLine([user, what].filter(Boolean).join(' · '));
    return { key: `server ${name}`, label: cleanLine(name), detail, leads: { to: 'server', server: name } };
  });
}

/** The destinations of the switcher: rooms, servers, people, then commands. */
function destinations(source: ChoiceSource): readonly PickerChoice[] {
  const { chat, servers } = source;
  // Whose direct room is in the list of rooms.
  const inList = new Set(
    shownRooms(chat).flatMap((id) => (roomOf(chat, id).kind === 'direct' ? (roomOf(chat, id).with ?? []) : [])),
  );
  return [
    ...(several(servers) ? roomsOfAll(servers) : roomsOf(source)),
    ...serversToGoTo(source),
    ...peopleSeen(chat)
      .filter((user) => !inList.has(user))
      .map((user): PickerChoice => {
        return {
          key: `@${user}`,
          label: `@${cleanLine(user)}`,
          detail: 'direct message',
          leads: { to: 'person', user },
        };
      }),
    ...slashCommands.map(({ name, usage, description }): PickerChoice => {
      return { key: `/${name}`, label: usage, detail: description, leads: { to: 'command', name } };
    }),
  ];
}

function messageChoice({ seq, at, author, text = '' }: MessageEntry): PickerChoice {
  const label = `${dateOf(at)} ${clockTime(at, '24h')}  ${cleanLine(author)}`;
  return { key: `event ${seq}`, label, detail: cleanLine(text), leads: { to: 'message', seq } };
}

/** The listed mentions that contain all these words. */
function mentioned(chat: ChatState, text: string, events: readonly RoomEvent[]): readonly PickerChoice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const listed = events.filter(({ author }) => !isBlocked(chat, author));
  const choices = listed.map((event): PickerChoice => {
    const { room, seq, at } = event;
    const entry = entryOf(event);
    const label = `${labelOf(chat, room)}  ${dateOf(at)} ${clockTime(at, '24h')}`;
    const detail = entry.kind === 'message' ? cleanLine(messageLine(presentMessage(entry, terminalFace))) : '';
    return { key: `event ${room} ${seq}`, label, detail, leads: { to: 'message', seq, room } };
  });
  return choices.filter(({ label, detail }) => {
    const lower = `${label} ${detail}`.toLowerCase();
    return words.every((word) => lower.includes(word));
  });
}

/** The messages of a room that contain all these words, newest first: loaded ones, and those found by the server. */
function saidWith(timeline: List<Entry>, text: string, elsewhere: readonly RoomEvent[]): readonly PickerChoice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map<Seq, MessageEntry>();
  for (const event of elsewhere) {
    const entry = entryOf(event);
    if (entry.kind === 'message') found.set(entry.seq, entry);
  }
  let here = 0;
  for (let i = timeline.length - 1; i >= 0 && words.length > 0 && here < maxChoices; i--) {
    const item = timeline.at(i);
    if (item?.kind !== 'message' || item.text === undefined) continue;
    const lower = `${item.author} ${item.text}`.toLowerCase();
    if (!words.every((word) => lower.includes(word))) continue;
    found.set(item.seq, item);
    here++;
  }
  return [...found.values()]
    .sort((a, b) => b.seq - a.seq)
    .slice(0, maxChoices)
    .map(messageChoice);
}

type Searched = { readonly of: string; readonly by: object | undefined; readonly choices: readonly PickerChoice[] };
/** A cache of search results, so that a frame does not search again. */
const foundIn = new WeakMap<object, Searched>();

type Question = { readonly source: object; readonly of: string; readonly by?: object };

function once({ source, of, by }: Question, find: () => readonly PickerChoice[]): readonly PickerChoice[] {
  const known = foundIn.get(source);
  if (known?.of === of && known.by === by) return known.choices;
  const choices = find();
  foundIn.set(source, { of, by, choices });
  return choices;
}

const nothing: readonly PickerChoice[] = [];
const noEvents: readonly RoomEvent[] = [];

/** The matches of the open list. */
export function choicesOf(view: ChoiceSource): readonly PickerChoice[] {
  const { ui, chat, servers } = view;
  const { picker } = ui;
  if (!picker) return nothing;
  const text = picker.filter.text.trim();
  const room = shownRoom({ ui, chat });
  if (picker.kind === 'switcher') {
    // With one server, the list does not depend on what is typed there.
    const by = servers && servers.open.length > 1 ? servers : servers?.stored;
    const question = { source: chat.byRoom, of: `${room?.id} ${chat.link.status} ${text}`, ...(by ? { by } : {}) };
    return once(question, () =>
      ranked(text, destinations(view), ({ label: name, detail: also }) => ({ name, also }), maxChoices),
    );
  }
  if (picker.kind === 'mentions') {
    const listed = picker.found?.events ?? noEvents;
    return once({ source: listed, of: text, by: chat.byRoom }, () => mentioned(chat, text, listed));
  }
  if (!room) return nothing;
  const events = picker.found?.words === text ? picker.found.events : noEvents;
  return once({ source: room.timeline, of: text, by: events }, () => saidWith(room.timeline, text, events));
}

/** The index of the selected line; 0 if it is no longer in the list. */
export function chosenIndex(picker: Picker, choices: readonly PickerChoice[]): number {
  return Math.max(
    0,
    choices.findIndex(({ key }) => key === picker.chosen),
  );
}
