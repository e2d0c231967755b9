import type { RoomState } from '@securechat/client';
import { limits } from '@securechat/protocol';
import type { HasClient, HasClock, HasScreen, HasServers } from '../chat-context.ts';
import { showsMembers } from '../state/screen-size.ts';
import { shownRoom, shownRoomId } from '../state/selectors.ts';
import { namedServers } from '../state/servers.ts';
import type { View } from '../state/view.ts';
import { completionOf, isWanted, wordOf } from './completion.ts';
import { loadEmoji } from './emoji.ts';
import { completing, type Known, type Word } from './model.ts';

/** Members and rooms are fetched again if the last reply is older. */
const staleMs = 30_000;
/** Members are fetched again sooner if somebody joined, left or got another role, but not for each of many at once. */
const changedMs = 1000;
/** Beyond that, a change of the members is old enough to have been fetched. */
const searchedLines = 100;

function take(context: HasScreen, line: number): void {
  const view = context.view();
  const open = completionOf(view);
  const offer = open?.offers[line];
  if (!open || !offer) return;
  const { from, to } = open.word;
  context.dispatch({ kind: 'completed', room: shownRoomId(view), from, to, text: offer.text });
}

/** Selects the next or the previous line of the list, wrapping around. */
export function chooseOffer(context: HasScreen, by: 1 | -1): void {
  const view = context.view();
  const open = completionOf(view);
  if (!open) return;
  const { length } = open.offers;
  if (length === 0) return;
  const pick = open.pick === undefined ? (by === 1 ? 0 : length - 1) : (open.pick + by + length) % length;
  context.dispatch({ kind: 'completing', completing: { ...view.ui.completing, pick } });
}

/** Closes the list for this word. */
export function closeOffers(context: HasScreen): void {
  const open = completionOf(context.view());
  if (open?.word.kind === 'sent') context.dispatch({ kind: 'completing', completing });
  else if (open) context.dispatch({ kind: 'completing', completing: { ...completing, closed: open.word.from } });
}

/** Opens the list for the word at the cursor, even if it would not open automatically; a single match is inserted at once. */
export function complete(context: HasScreen): void {
  const word = wordOf(context.view());
  if (!word) return;
  context.dispatch({ kind: 'completing', completing: { ...completing, forced: word.from } });
  if (completionOf(context.view())?.offers.length === 1) take(context, 0);
}

/** Opens the list of messages sent from this room, filtered by the composer's text. */
export function searchSent(context: HasScreen): void {
  context.dispatch({ kind: 'completing', completing: { ...completing, sent: true } });
}

/** Inserts the selected line, or the first if none is selected. */
export function takeOffer(context: HasScreen): void {
  take(context, completionOf(context.view())?.pick ?? 0);
}

/** True if it is unknown who is online in the shown room, and the server keeps it up to date from when it is asked. */
/** The seq of a room's newest event that is not a message: members and their roles may be others since. */
function lastChange({ timeline }: RoomState): number {
  for (let i = timeline.length - 1; i >= Math.max(0, timeline.length - searchedLines); i--) {
    const entry = timeline.at(i);
    if (entry?.kind === 'system') return entry.seq;
  }
  return 0;
}

function lacksPresence(view: View): boolean {
  const room = shownRoom(view);
  const { me } = view.chat;
  if (!room || me === undefined || room.members > limits.presenceMembers) return false;
  return !room.online.includes(me);
}

/** Fetches what the completion and the member list need beyond the chat's state, unless it is still fresh. */
export function completionLearner(context: HasScreen & HasClient & HasClock & HasServers): () => void {
  const asked = new Map<string, { readonly atMs: number; readonly change: number }>();
  const fresh = (what: string, change = 0) => {
    const atMs = context.clock.nowMs();
    const last = asked.get(what);
    const staleInMs = last?.change === change ? staleMs : changedMs;
    if (last && atMs - last.atMs < staleInMs) return true;
    asked.set(what, { atMs, change });
    return false;
  };
  const learn = (known: Partial<Known>) => context.dispatch({ kind: 'known', known });
  const askMembers = async () => {
    const shown = shownRoom(context.view());
    if (!shown || fresh(`members ${shown.id}`, lastChange(shown))) return;
    const room = shown.id;
    const listed = await context.client.members(room);
    if (!listed.ok) return;
    const before = context.view().ui.known.members;
    learn({
      members: Object.assign(Object.create(null), before, {
        [room]: listed.value.items.map(({ user, role }) => ({ user, role })),
      }),
    });
  };
  const asks: Readonly<Record<Word['kind'], () => Promise<void> | undefined>> = {
    command: () => undefined,
    sent: () => undefined,
    invitation: () => undefined,
    role: () => undefined,
    level: () => undefined,
    blocked: () => undefined,
    highlight: () => undefined,
    archived: () => undefined,
    user: askMembers,
    mention: askMembers,
    person: askMembers,
    room: async () => {
      if (fresh('rooms')) return;
      const listed = await context.client.listRooms();
      if (listed.ok) learn({ rooms: listed.value.items.map(({ id, name, topic }) => ({ id, name, topic })) });
    },
    server: () => {
      context.servers.lookUp();
      const servers = context.servers.now();
      const named = namedServers(servers).map(({ name, user }) => ({ name, hint: user }));
      if (JSON.stringify(named) !== JSON.stringify(context.view().ui.known.servers)) learn({ servers: named });
      return undefined;
    },
    emoji: async () => {
      if (context.view().ui.known.emoji.length === 0 && !fresh('emoji')) learn({ emoji: await loadEmoji() });
    },
  };
  return () => {
    const view = context.view();
    const isSynced = view.chat.link.status === 'online' && view.chat.lastSync !== undefined;
    if (isSynced && (showsMembers(view.size) || lacksPresence(view))) void asks.user();
    const word = wordOf(view);
    // Loading the emoji names takes a moment, so it starts with the colon.
    if (word && (isWanted(view, word) || word.kind === 'emoji')) void asks[word.kind]();
  };
}
