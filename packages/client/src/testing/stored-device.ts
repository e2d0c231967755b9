import type { RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import type { ChatClient, ChatClientOptions, Notice } from '../api.ts';
import { MemoryUserStateStore } from '../user-state/memory-store.ts';
import { clientOf } from './client-of.ts';
import { FakeServer } from './fake-server.ts';
import { MemoryCache, MemoryOutboxStore } from './memory-stores.ts';

export const general = 'general' as RoomId;
/** Lets everything happen that waits for nothing but promises. */
export const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

/** A device whose storage outlives each run of the program. */
export function device() {
  const [server, clock] = [new FakeServer(), new FakeClock()];
  const [outboxStore, cache, userStateStore] = [new MemoryOutboxStore(), new MemoryCache(), new MemoryUserStateStore()];
  const run = (options: Partial<ChatClientOptions> = {}) => {
    const client = clientOf(server, clock, { outboxStore, cache, userStateStore, ...options });
    const notices: Notice[] = [];
    client.listen((notice) => notices.push(notice));
    return { client, notices };
  };
  return { server, clock, outboxStore, cache, run };
}

/** The program is killed: nothing is closed. */
export const die = (server: FakeServer) => server.cut();
/** The texts of #general, as the client has them. */
export const lines = (client: ChatClient) =>
  [...(client.getSnapshot().byRoom[general]?.timeline ?? [])].flatMap((item) =>
    item.kind === 'message' ? (item.text ?? []) : [],
  );
/** The texts that are not confirmed yet. */
export const pending = (client: ChatClient) => client.getSnapshot().pending.map((m) => m.text);

/** Connects, and waits until the client is in step with the server. */
export async function online(client: ChatClient) {
  await client.connect();
  await client.synced();
}
