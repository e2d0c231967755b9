// A server's data folder with a million messages, created once per run through the store itself.
import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import type { EventId, RoomId, RoomName, UserId } from '@securechat/protocol';
import { limits } from '@securechat/protocol/limits';
import { orderedId } from '../../packages/client/src/adapters/ordered-id.ts';
import { loadPepper } from '../../packages/server/src/adapters/pepper.ts';
import { randomIds } from '../../packages/server/src/adapters/random-ids.ts';
import { openSqliteStore } from '../../packages/server/src/adapters/sqlite/store.ts';
import type { Draft, Store } from '../../packages/server/src/ports/store.ts';
import { temporaryFolder } from './folder.ts';

/** An author in an archive: a signed-in member of all of its rooms. */
type Talker = Pick<Draft, 'author' | 'session'> & { readonly token: string };
/** `lobby` has half of the messages, nine other rooms the rest. */
export type Archive = { readonly home: string; readonly talkers: readonly Talker[]; readonly lobby: RoomId };

const vocabulary = 50_000;
const weights: number[] = [];
for (let rank = 1, sum = 0; rank <= vocabulary; rank++) {
  sum += 1 / rank;
  weights.push(sum);
}

/** A word with the frequency of a natural language (Zipf): `w0` is the most frequent, in about a third of the texts. */
export function zipfWord(): string {
  const wanted = Math.random() * (weights.at(-1) ?? 0);
  let [low, high] = [0, vocabulary - 1];
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((weights[middle] ?? 0) < wanted) low = middle + 1;
    else high = middle;
  }
  return `w${low.toString(36)}`;
}

/** A text of 100 letters. It starts with `odd` or `even`: each is in half of all texts, and no text has both. */
export function textOf(index: number): string {
  let text = index % 2 === 0 ? 'even' : 'odd';
  while (text.length < 100) text += ` ${zipfWord()}`;
  return text.slice(0, 100);
}

/** Opens the store of a server's folder; throws if it cannot. */
export async function openStore(home: string, shared?: true): Promise<Store> {
  const opened = await openSqliteStore({ dataDir: join(home, 'data'), ...(shared ? { shared } : {}) });
  if (!opened.ok) throw new Error(opened.error.message);
  return opened.value;
}

/** Creates this many accounts, each with a session. */
export async function signUpTalkers(store: Store, count: number): Promise<Talker[]> {
  const talkers: Talker[] = [];
  for (let i = 0; i < count; i++) {
    const [author, token, id] = [`talker-${i}` as UserId, randomIds.token(), randomIds.sessionId()];
    const session = { id, tokenHash: randomIds.digest(token), device: 'bench', address: '127.0.0.1' };
    const ask = { user: author, passwordHash: '', session, room: 'general' as RoomId, atMs: Date.now() };
    const made = await store.createAccount(ask);
    if (!made.ok) throw new Error(made.error);
    talkers.push({ author, token, session: id });
  }
  return talkers;
}

/** A room with all of them as members. */
export async function makeRoom(store: Store, name: string, talkers: readonly Talker[]): Promise<RoomId> {
  const [room, [maker]] = [name as RoomId, talkers];
  if (!maker) throw new Error('nobody to make a room');
  const ids = [randomIds.eventId(), randomIds.eventId()] as const;
  const { author: by, session } = maker;
  await store.changeRoom({
    kind: 'create',
    roomKind: 'public',
    room,
    name: name as RoomName,
    topic: '',
    history: 'shared',
    by,
    session,
    ids,
    limits,
    atMs: Date.now(),
  });
  for (const { author, session } of talkers) {
    const id = randomIds.eventId();
    await store.changeRoom({ kind: 'join', room, by: author, session, id, limits, atMs: Date.now() });
  }
  return room;
}

/** A message to store. */
export function draftOf({ author, session }: Talker, room: RoomId, index: number): Draft {
  const id = orderedId(Date.now(), randomUUID()) as EventId;
  const payload = { kind: 'text', text: textOf(index) };
  return { author, session, room, id, type: 'message', payload, atMs: Date.now() };
}

/** Appends these in one transaction. */
export async function appendAll(store: Store, drafts: readonly Draft[]): Promise<void> {
  const stored = await Promise.all(drafts.map((draft) => store.append(draft)));
  if (!stored.every(({ ok }) => ok)) throw new Error('the store refused a message');
}

async function make(messages: number): Promise<Archive> {
  const home = temporaryFolder().path;
  const pepper = await loadPepper(join(home, 'data'), true);
  if (!pepper.ok) throw new Error(pepper.error);
  const store = await openStore(home);
  const talkers = await signUpTalkers(store, 50);
  const lobby = await makeRoom(store, 'lobby', talkers);
  const others = await Promise.all(Array.from({ length: 9 }, (_, i) => makeRoom(store, `room-${i}`, talkers)));
  for (let from = 0; from < messages; from += 2000) {
    const drafts = Array.from({ length: 2000 }, (_, i) => {
      const room = Math.random() < 0.5 ? lobby : others[i % others.length];
      return draftOf(talkers[i % talkers.length] as Talker, room ?? lobby, from + i);
    });
    await appendAll(store, drafts);
  }
  // Waits until all of it is indexed.
  await store.search({ room: lobby, words: 'even', from: 1, before: 2, limit: { events: 1, bytes: 100_000 } });
  await store.close();
  return { home, talkers, lobby };
}

let made: Promise<Archive> | undefined;

/** The archive of this run, created when it is first needed (about half a minute). Its users only add to it. */
export function archiveOfRun(): Promise<Archive> {
  made ??= make(1_000_000);
  return made;
}
