import {
  type ChatState,
  type List,
  type RoomState,
  roomOf,
  roomsWithNews,
  shownRooms,
  type TimelineItem,
} from '@securechat/client';
import type { RoomEvent, RoomId, Seq, UserId } from '@securechat/protocol';
import { type SlashSpec, slashCommands } from '../slash/registry.ts';
import { cleanLine } from '../text/clean.ts';
import { ranked } from '../text/fuzzy.ts';
import { clockTime, dateOf } from '../text/moments.ts';
import type { Picker } from './picker.ts';
import { shownRoom } from './selectors.ts';
import type { UiState } from './ui-state.ts';

/** What a list is made of. */
type Source = { readonly ui: UiState; readonly chat: ChatState };

/** A line of such a list, and what it leads to. */
export type Choice = {
  readonly key: string;
  readonly label: string;
  readonly detail: string;
  readonly leads:
    | { readonly to: 'room'; readonly room: RoomId }
    | { readonly to: 'person'; readonly user: UserId }
    | { readonly to: 'command'; readonly name: string }
    | { readonly to: 'message'; readonly seq: Seq };
};

const mostChoices = 200;

const authors = new WeakMap<object, ReadonlySet<UserId>>();

function authorsOf(timeline: List<TimelineItem>): ReadonlySet<UserId> {
  const known = authors.get(timeline);
  if (known) return known;
  const found = new Set<UserId>();
  for (const item of timeline) if (item.kind === 'event') found.add(item.event.author);
  authors.set(timeline, found);
  return found;
}

/** Everybody this client has seen write or be there, but for the user. */
function people({ byRoom, me }: ChatState): readonly UserId[] {
  const seen = new Set<UserId>();
  for (const { online, timeline } of Object.values<RoomState>(byRoom)) {
    for (const user of online) seen.add(user);
    for (const user of authorsOf(timeline)) seen.add(user);
  }
  return [...seen].filter((user) => user !== me).sort();
}

/** Where one can go: rooms with news first, the room that is shown last of them; then people, then commands. */
function destinations({ ui, chat }: Source): readonly Choice[] {
  const here = shownRoom(ui, chat)?.id;
  const inOrder = [...new Set([...roomsWithNews(chat), ...shownRooms(chat)])].filter((room) => room !== here);
  const rooms = here === undefined ? inOrder : [...inOrder, here];
  return [
    ...rooms.map((room): Choice => {
      const detail = cleanLine(roomOf(chat, room).topic);
      return { key: `#${room}`, label: `#${cleanLine(room)}`, detail, leads: { to: 'room', room } };
    }),
    ...people(chat).map((user): Choice => {
      return {
        key: `@${user}`,
        label: `@${cleanLine(user)}`,
        detail: 'name in your message',
        leads: { to: 'person', user },
      };
    }),
    ...Object.entries<SlashSpec>(slashCommands).map(([name, { usage, say }]): Choice => {
      return { key: `/${name}`, label: usage, detail: say, leads: { to: 'command', name } };
    }),
  ];
}

function messageChoice({ seq, at, author, ...event }: RoomEvent): Choice {
  const text = event.type === 'message' && event.body.kind === 'text' ? event.body.text : '';
  const label = `${dateOf(at)} ${clockTime(at, '24h')}  ${cleanLine(author)}`;
  return { key: `event ${seq}`, label, detail: cleanLine(text), leads: { to: 'message', seq } };
}

/** The messages of a room that hold all these words, newest first: those that are loaded, and those the server knows of. */
function saidWith(timeline: List<TimelineItem>, text: string, elsewhere: readonly RoomEvent[]): readonly Choice[] {
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = new Map<Seq, RoomEvent>(elsewhere.map((event) => [event.seq, event]));
  let here = 0;
  for (let i = timeline.length - 1; i >= 0 && words.length > 0 && here < mostChoices; i--) {
    const item = timeline.at(i);
    if (item?.kind !== 'event' || item.event.type !== 'message' || item.event.body.kind !== 'text') continue;
    const lower = `${item.event.author} ${item.event.body.text}`.toLowerCase();
    if (!words.every((word) => lower.includes(word))) continue;
    found.set(item.event.seq, item.event);
    here++;
  }
  return [...found.values()]
    .sort((a, b) => b.seq - a.seq)
    .slice(0, mostChoices)
    .map(messageChoice);
}

type Searched = { readonly of: string; readonly by: object | undefined; readonly choices: readonly Choice[] };
/** By what they were found in, so that a frame searches nothing that was searched before. */
const foundIn = new WeakMap<object, Searched>();

type Question = { readonly source: object; readonly of: string; readonly by?: object };

function once({ source, of, by }: Question, find: () => readonly Choice[]): readonly Choice[] {
  const known = foundIn.get(source);
  if (known?.of === of && known.by === by) return known.choices;
  const choices = find();
  foundIn.set(source, { of, by, choices });
  return choices;
}

const nothing: readonly Choice[] = [];
const noEvents: readonly RoomEvent[] = [];

/** The choices that the open list has for what was typed. */
export function choicesOf(view: Source): readonly Choice[] {
  const { ui, chat } = view;
  const { picker } = ui;
  if (!picker) return nothing;
  const text = picker.filter.text.trim();
  const room = shownRoom(ui, chat);
  if (picker.kind === 'switcher') {
    const question = { source: chat.byRoom, of: `${room?.id} ${text}` };
    return once(question, () =>
      ranked(text, destinations(view), ({ label: name, detail: also }) => ({ name, also }), mostChoices),
    );
  }
  if (!room) return nothing;
  const events = picker.found?.words === text ? picker.found.events : noEvents;
  return once({ source: room.timeline, of: text, by: events }, () => saidWith(room.timeline, text, events));
}

/** The place of the chosen one among them; the first, where it is no longer there. */
export function chosenIndex(picker: Picker, choices: readonly Choice[]): number {
  return Math.max(
    0,
    choices.findIndex(({ key }) => key === picker.chosen),
  );
}
