import { mkdirSync } from 'node:fs';
import type { EventId, RoomId, RoomName, UserId } from '@securechat/protocol';
import { generalRoom } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { loadPepper } from '../../packages/server/src/adapters/pepper.ts';
import { randomIds } from '../../packages/server/src/adapters/random-ids.ts';
import { openSqliteStore } from '../../packages/server/src/adapters/sqlite/store.ts';
import type { Store } from '../../packages/server/src/ports/store.ts';
import type { Member } from '../load/plan.ts';

/** The hash of no password: bcrypt for a thousand accounts would take minutes, and nobody logs in. */
const noHash = '$2b$12$0000000000000000000000000000000000000000000000000000';

type Seeded = { readonly member: Member; readonly session: ReturnType<typeof randomIds.sessionId> };

async function account(store: Store, { name, room }: Member): Promise<Seeded> {
  const [token, session] = [randomIds.token(), randomIds.sessionId()];
  const made = await store.createAccount({
    user: name as UserId,
    passwordHash: noHash,
    session: { id: session, tokenHash: randomIds.digest(token), device: 'bench', address: '127.0.0.1' },
    room: generalRoom,
    atMs: Date.now(),
  });
  if (!made.ok) throw new Error(`account ${name}: ${made.error}`);
  return { member: { name, room, secret: token }, session };
}

/** Makes the first of a room's members its creator, and lets the others join. */
async function room(store: Store, members: readonly Seeded[]): Promise<void> {
  const [maker, ...others] = members;
  if (!maker) return;
  const id = maker.member.room as RoomId;
  const eventId = (): EventId => randomIds.eventId();
  const atMs = Date.now();
  const ids: [EventId, EventId] = [eventId(), eventId()];
  const asks = ({ member, session }: Seeded) => ({ room: id, by: member.name as UserId, session, limits, atMs });
  const made = await store.changeRoom({
    ...asks(maker),
    kind: 'create',
    roomKind: 'public',
    name: id as string as RoomName,
    topic: '',
    history: 'shared',
    ids,
  });
  if (!made.ok) throw new Error(`room ${id}: ${made.error}`);
  const joins = others.map((other) => store.changeRoom({ ...asks(other), kind: 'join', id: eventId() }));
  const refused = (await Promise.all(joins)).find(({ ok }) => !ok);
  if (refused && !refused.ok) throw new Error(`join of ${id}: ${refused.error}`);
}

/** Creates accounts with a session each, and their rooms, directly in the store of a folder. Returns the members with their tokens. */
export async function seed(dataDir: string, members: readonly Member[]): Promise<readonly Member[]> {
  mkdirSync(dataDir, { recursive: true, mode: 0o700 });
  const pepper = await loadPepper(dataDir, true);
  if (!pepper.ok) throw new Error(pepper.error);
  const store = await openSqliteStore({ dataDir });
  if (!store.ok) throw new Error(store.error.message);
  const seeded = await Promise.all(members.map((member) => account(store.value, member)));
  const rooms = Map.groupBy(seeded, ({ member }) => member.room);
  for (const each of rooms.values()) await room(store.value, each);
  await store.value.close();
  return seeded.map(({ member }) => member);
}
