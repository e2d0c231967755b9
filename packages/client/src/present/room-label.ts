import type { RoomDescription, RoomId } from '@securechat/protocol';
import type { ChatState } from '../chat/model.ts';
import { roomOf } from '../chat/selectors.ts';
import { cleanLine } from './clean.ts';

type Titled = Partial<Pick<RoomDescription, 'kind' | 'name' | 'with' | 'members' | 'role'>>;

/** A room, with what it is called by. */
export type NamedRoom = Titled & { readonly id: RoomId };

/** Whether a room is for the user's notes: the one member of any other direct room is left alone there, as a reader. */
export function isNotes({ kind, members, role }: Titled): boolean {
  return kind === 'direct' && members === 1 && role !== 'reader';
}

/** What stands for the people of a room without a name if there are no others. */
const alone = '(unnamed room)';
/** How many characters of a room's id are shown to distinguish it from other rooms with its name. */
const idEnd = 4;

/** A room as shown to users: `#general`, `@bob` for a direct room, `notes`, or the people of a room without a name. Safe to draw. */
export function roomLabel(room: Titled): string {
  const { kind, name, with: people = [] } = room;
  if (name !== undefined) return `#${cleanLine(name)}`;
  if (isNotes(room)) return 'notes';
  if (kind === 'direct') return `@${cleanLine(people.join(', '))}`;
  return people.length > 0 ? people.map(cleanLine).join(', ') : alone;
}

const isNameless = ({ name, kind }: Titled) => name === undefined && kind !== 'direct';

/** A room's label as part of a sentence: `the room with bob, cyd` for one without a name. */
export function labelInSentence(room: Titled): string {
  if (!isNameless(room)) return roomLabel(room);
  return (room.with ?? []).length > 0 ? `the room with ${roomLabel(room)}` : 'the unnamed room';
}

/** The labels that several rooms of a list have. A list is another one when a room comes, goes or is renamed. */
const sharedLabels = new WeakMap<readonly RoomId[], ReadonlySet<string>>();

function sharedIn({ rooms, byRoom }: Pick<ChatState, 'rooms' | 'byRoom'>): ReadonlySet<string> {
  const known = sharedLabels.get(rooms);
  if (known) return known;
  const seen = new Set<string>();
  const shared = new Set<string>();
  for (const id of rooms) {
    const label = roomLabel(roomOf({ byRoom }, id));
    (seen.has(label) ? shared : seen).add(label);
  }
  sharedLabels.set(rooms, shared);
  return shared;
}

const endOf = ({ id, kind }: NamedRoom) => (kind === 'public' ? '' : `~${id.slice(-idEnd)}`);

/** A room's label among the user's rooms: of several of one name, the private ones have the end of their id: `#hiring~4k2q`. */
export function labelAmong(state: Pick<ChatState, 'rooms' | 'byRoom'>, room: NamedRoom): string {
  const label = roomLabel(room);
  return sharedIn(state).has(label) ? `${label}${endOf(room)}` : label;
}

/** What a user types in a chat to mean a room of theirs: its name, `@bob` for a direct room, the people of a room without a name. */
export function typedAmong(state: Pick<ChatState, 'rooms' | 'byRoom'>, room: NamedRoom): string {
  const typed = isNameless(room) ? roomLabel(room) : cleanLine(roomHandle(room));
  return sharedIn(state).has(roomLabel(room)) ? `${typed}${endOf(room)}` : typed;
}

/** The same for several people or the words of a label, in whatever order and with whatever signs they are typed. */
const words = (text: string) =>
  text
    .split(/[\s,()@]+/)
    .filter(Boolean)
    .sort()
    .join(' ');

/** Whether a user can mean this room by what they typed: its label or its id, of a room without a name also its people. */
export function isCalled(room: NamedRoom, typed: string): boolean {
  const wanted = typed.trim().replace(/^#/, '').toLowerCase();
  const [called = '', end] = wanted.split('~');
  if (room.id === wanted) return true;
  if (end !== undefined && (end === '' || endOf(room) !== `~${end}`)) return false;
  // One name with `@` means the direct room.
  if (!isNameless(room) || /^@\S*$/.test(called)) return roomHandle(room) === called;
  return words(called) === words(roomLabel(room));
}

/** A notice for somebody who has another room of this name now; undefined if there is none. `which` is what the room is called in it. */
export function sameNameText(
  state: Pick<ChatState, 'rooms' | 'byRoom'>,
  room: NamedRoom,
  which: 'The new one' | 'This one' = 'The new one',
): string | undefined {
  const label = roomLabel(room);
  const others = state.rooms.filter((id) => id !== room.id && roomLabel(roomOf(state, id)) === label);
  if (room.name === undefined || others.length === 0) return undefined;
  const labels = others.map((id) => `${label}${endOf(roomOf(state, id))}`).join(', ');
  return `You have another room called ${label}. ${which} is listed as ${label}${endOf(room)}, the other one as ${labels}.`;
}

/** The number of members, in words. */
export function membersInWords(members: number): string {
  return `${members} ${members === 1 ? 'member' : 'members'}`;
}

/** What a user types to mean this room: its name, `@bob` for a direct room, and the id of a room without a name. */
export function roomHandle({ id, kind, name, with: people = [] }: NamedRoom): string {
  if (name !== undefined) return name;
  return kind === 'direct' ? `@${people.join(', ')}` : id;
}

/** The label for a room's handle, where nothing else of the room is known. */
export function handleLabel(handle: string): string {
  return handle.startsWith('@') ? cleanLine(handle) : `#${cleanLine(handle)}`;
}

/** The label of a room of this state. An unknown room is labelled with its id. */
export function labelOf(state: Pick<ChatState, 'byRoom'>, room: RoomId): string {
  return roomLabel(roomOf(state, room));
}

/** What is said of a room beside its name: `private` or `archived`, and its topic. Safe to draw. */
export function roomTraits({ kind, archived, topic }: Pick<RoomDescription, 'kind' | 'archived' | 'topic'>): string[] {
  const traits = [kind === 'private' ? 'private' : '', archived ? 'archived' : '', cleanLine(topic).trimEnd()];
  return traits.filter((trait) => trait !== '');
}
