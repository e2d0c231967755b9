import type { RoomId } from '@securechat/protocol';
import { FakeClock } from '@securechat/testkit';
import type { ChatClientOptions, Notice } from '../api.ts';
import { clientOf } from './client-of.ts';
import { FakeServer } from './fake-server.ts';

export const general = 'general' as RoomId;
/** Lets everything happen that waits for nothing but promises. */
export const settle = async () => {
  for (let i = 0; i < 30; i++) await Promise.resolve();
};

/** A client that has not connected yet, and what it needs; its notices are recorded. */
export function setUp(options: Partial<ChatClientOptions> = {}) {
  const server = new FakeServer();
  const clock = new FakeClock();
  const client = clientOf(server, clock, options);
  const notices: Notice[] = [];
  client.listen((notice) => notices.push(notice));
  return { server, clock, client, notices };
}

/** The same, connected and in step with the server. */
export async function online(options: Partial<ChatClientOptions> = {}) {
  const all = setUp(options);
  await all.client.connect();
  await all.client.synced();
  return all;
}

/** The texts of #general, as the client has them. */
export const timeline = (client: ReturnType<typeof setUp>['client']) =>
  [...(client.getSnapshot().byRoom[general]?.timeline ?? [])].flatMap((item) =>
    item.kind === 'message' ? (item.text ?? []) : [],
  );
