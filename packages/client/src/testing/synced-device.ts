import type { ClientFrameOf, RoomId, StateEntry } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import { onTestFinished } from 'vitest';
import { unreadCount } from '../chat/unread.ts';
import { clientOf } from './client-of.ts';
import { FakeServer } from './fake-server.ts';
import { FailingUserStateStore, MemoryCache } from './memory-stores.ts';

export const general = 'general' as RoomId;
/** The entry of a starred room. */
export const star = (key: string): StateEntry => ({ kind: 'star', key: key as RoomId, value: true });
/** The entry of a draft in #general. */
export const draft = (text: string): StateEntry => ({ kind: 'draft', key: general, value: { text } });
/** What removes an entry. */
export const without = ({ kind, key }: StateEntry): StateEntry => ({ kind, key, value: null }) as StateEntry;
/** Lets everything happen that waits for nothing but promises. */
export const settle = async () => {
  for (let i = 0; i < 20; i++) await Promise.resolve();
};

/** A server, and clients of one device: each `run` is a run of the program. */
export function device() {
  const server = new FakeServer();
  const clock = new FakeClock();
  const [userStateStore, cache] = [new FailingUserStateStore(), new MemoryCache()];
  const run = () => {
    const client = clientOf(server, clock, { userStateStore, cache });
    client.startDrafts(new Map());
    onTestFinished(() => client.close());
    return client;
  };
  const online = async (client: ReturnType<typeof run>) => {
    await client.connect();
    await client.synced();
    await settle();
  };
  const sets = () => server.seen.filter((frame): frame is ClientFrameOf<'state.set'> => frame.type === 'state.set');
  const reconnect = async (client: ReturnType<typeof run>) => {
    clock.advance(60_000);
    await settle();
    await client.synced();
    await settle();
  };
  const pass = async (ms: number) => {
    clock.advance(ms);
    await settle();
  };
  return { server, clock, run, online, sets, reconnect, pass, userStateStore };
}
/** Writes a text, and leaves the room. */
export const compose = (client: ReturnType<ReturnType<typeof device>['run']>, text: string) => {
  client.writeDraft(general, text);
  client.saveDraft(general);
};
/** The starred rooms, as the client has them. */
export const stars = (client: ReturnType<ReturnType<typeof device>['run']>) => [
  ...client.getSnapshot().userState.star.keys(),
];
/** How many messages of #general are unread. */
export const unread = (client: ReturnType<ReturnType<typeof device>['run']>) => {
  const { byRoom, me } = client.getSnapshot();
  const room = byRoom[general];
  return room && unreadCount(room, me);
};
