import type { EventId, RoomEvent, RoomId } from '@securechat/protocol';
import { onTestFinished } from 'vitest';
import type { Dialer } from '../../ports.ts';
import { FrameConnection, type RequestFields } from '../../testing/frame-connection.ts';

/** A running server with an account, and a room with this account's user and another member. */
export type ContractServer = {
  readonly url: string;
  readonly dialer: Dialer;
  readonly user: string;
  readonly password: string;
  readonly room: RoomId;
  /** The other member writes a message; resolves once the server has stored it. */
  readonly write: (text: string) => Promise<void>;
  readonly stop: () => Promise<void>;
};

/** The fields of a message to send. */
export const message = (room: RoomId, clientId: string, text: string): RequestFields<'message.send'> => ({
  room,
  clientId: clientId as EventId,
  body: { kind: 'text', text },
});
/** The texts of messages, and the types of other events. */
export const textsOf = (events: readonly RoomEvent[]) =>
  events.map((event) => (event.type === 'message' && event.body.kind === 'text' ? event.body.text : event.type));
/** The seqs of events. */
export const seqsOf = (events: readonly RoomEvent[]) => events.map(({ seq }) => seq);
/** The `count` numbers that follow `after`. */
export const countUp = (after: number, count: number) => Array.from({ length: count }, (_, i) => after + 1 + i);

/** A server that is stopped after the test. */
export async function running(start: () => Promise<ContractServer>): Promise<ContractServer> {
  const server = await start();
  onTestFinished(server.stop);
  return server;
}

/** A connection with a new session. */
export async function signedIn(server: ContractServer) {
  const { user, password } = server;
  const connection = await FrameConnection.open(server);
  const welcome = await connection.hello();
  const session = await connection.ask('login', { user, password, device: 'contract' });
  if (welcome.type !== 'welcome' || session.type !== 'signed-in') throw new Error(JSON.stringify(session));
  return { connection, generation: welcome.generation, session };
}

/** Catches up; returns the room's events in order, and where they start. */
export async function sync(
  connection: FrameConnection,
  { room }: ContractServer,
  fields: Partial<RequestFields<'sync'>> & { readonly from?: { readonly seq: number; readonly id?: string } } = {},
) {
  const { from, ...more } = fields;
  const cursors = from ? [{ room, ...from } as RequestFields<'sync'>['cursors'][number]] : [];
  const before = connection.frames.length;
  const synced = await connection.ask('sync', { recent: 50, cursors, ...more });
  if (synced.type !== 'synced') throw new Error(JSON.stringify(synced));
  const frames = connection.frames.slice(before, connection.frames.indexOf(synced));
  const runs = frames.filter((frame) => frame.type === 'events').filter((frame) => frame.room === room);
  const events = runs.flatMap((run) => run.events);
  const summary = synced.rooms.find(({ id }) => id === room);
  const { jump, after, afterId, header } = runs[0] ?? {};
  return { jump, after, afterId, header, events, head: summary?.head ?? -1, summary };
}
