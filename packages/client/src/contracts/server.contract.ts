import {
  type EventId,
  PROTOCOL_VERSION,
  type RoomEvent,
  type RoomId,
  type Seq,
  type ServerFrameOf,
} from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { describe, expect, onTestFinished, test } from 'vitest';
import type { Dialer } from '../ports.ts';
import { FrameConnection, type RequestFields } from '../testing/frame-connection.ts';

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

const message = (room: RoomId, clientId: string, text: string): RequestFields<'message.send'> => ({
  room,
  clientId: clientId as EventId,
  body: { kind: 'text', text },
});
const textsOf = (events: readonly RoomEvent[]) =>
  events.map((event) => (event.type === 'message' && event.body.kind === 'text' ? event.body.text : event.type));
const seqsOf = (events: readonly RoomEvent[]) => events.map(({ seq }) => seq);
const countUp = (after: number, count: number) => Array.from({ length: count }, (_, i) => after + 1 + i);

/** What every client relies on. A fake that passes can replace the server in tests that need no more than this. */
export function serverContract(name: string, start: () => Promise<ContractServer>): void {
  const running = async () => {
    const server = await start();
    onTestFinished(server.stop);
    return server;
  };
  const signedIn = async (server: ContractServer) => {
    const { user, password } = server;
    const connection = await FrameConnection.open(server);
    const welcome = await connection.hello();
    const session = await connection.ask('login', { user, password, device: 'contract' });
    if (welcome.type !== 'welcome' || session.type !== 'signed-in') throw new Error(JSON.stringify(session));
    return { connection, generation: welcome.generation, session };
  };
  /** Catches up; returns the room's events in order, and where they start. */
  const sync = async (
    connection: FrameConnection,
    { room }: ContractServer,
    fields: Partial<RequestFields<'sync'>> & { readonly from?: { readonly seq: number; readonly id?: string } } = {},
  ) => {
    const { from, ...more } = fields;
    const cursors = from ? [{ room, ...from } as RequestFields<'sync'>['cursors'][number]] : [];
    const before = connection.frames.length;
    const synced = await connection.ask('sync', { recent: 50, cursors, ...more });
    if (synced.type !== 'synced') throw new Error(JSON.stringify(synced));
    const frames = connection.frames.slice(before, connection.frames.indexOf(synced));
    const runs = frames.filter((frame) => frame.type === 'events').filter((frame) => frame.room === room);
    const events = runs.flatMap((run) => run.events);
    const summary = synced.rooms.find(({ id }) => id === room);
    const { jump, after, header } = runs[0] ?? {};
    return { jump, after, header, events, head: summary?.head ?? -1, summary };
  };

  describe(`server: ${name}`, () => {
    test('the welcome has the version and the generation, and a ping is answered', async () => {
      const connection = await FrameConnection.open(await running());
      expect(await connection.hello()).toMatchObject({
        type: 'welcome',
        re: 'r0',
        version: PROTOCOL_VERSION,
        generation: expect.stringMatching(/./),
        heartbeatMs: expect.any(Number),
        passwordMin: expect.any(Number),
        signup: expect.any(String),
      });
      expect(await connection.ask('ping', {})).toEqual({ type: 'pong', re: 'r1' });
    });

    test('a log-in returns a token with which later connections resume the session', async () => {
      const server = await running();
      const { connection, generation, session } = await signedIn(server);
      expect(session).toMatchObject({ user: server.user, token: expect.stringMatching(/./) });
      await connection.close();
      const next = await FrameConnection.open(server);
      // In one write, as a client that saves a round trip does.
      const hello = next.send('hello', { version: PROTOCOL_VERSION, client: { name: 'contract', version: '0' } });
      const resume = next.send('resume', { token: session.token ?? '' });
      expect(await next.reply(hello)).toMatchObject({ type: 'welcome', generation });
      expect(await next.reply(resume)).toMatchObject({ user: session.user, session: session.session });
      expect(next.frames.map(({ type }) => type)).toEqual(['welcome', 'signed-in']);
    });

    test('a wrong password and a wrong token are refused, and the connection stays open', async () => {
      const server = await running();
      const { user, password } = server;
      const connection = await FrameConnection.open(server);
      await connection.hello();
      const refused = async (type: 'login' | 'resume', fields: object) => await connection.ask(type, fields as never);
      const wrong = await refused('login', { user, password: `not ${password}`, device: 'contract' });
      expect(wrong).toMatchObject({ type: 'error', code: 'wrong_credentials', message: expect.stringMatching(/./) });
      expect(await refused('resume', { token: 'sct_nobody' })).toMatchObject({ code: 'session_expired' });
      expect(await refused('login', { user, password, device: 'contract' })).toMatchObject({ type: 'signed-in' });
    });

    test('requests without a log-in are refused', async () => {
      const server = await running();
      const connection = await FrameConnection.open(server);
      await connection.hello();
      const refusal = { type: 'error', code: 'not_signed_in' };
      expect(await connection.ask('sync', { cursors: [], recent: 50 })).toMatchObject(refusal);
      const send = message(server.room, 'c1', 'hello');
      expect(await connection.ask('message.send', send)).toMatchObject(refusal);
    });

    test('a message is acknowledged with its seq, and arrives as an event with that seq', async () => {
      const server = await running();
      const { room, user } = server;
      const { connection } = await signedIn(server);
      const { head } = await sync(connection, server);
      const send = message(room, 'c1', 'hello');
      const ack = await connection.ask('message.send', send);
      expect(ack).toMatchObject({ type: 'ack', room, seq: head + 1, clientId: 'c1', at: expect.any(Number) });
      const [event, ...others] = await connection.live();
      const { at } = ack as ServerFrameOf<'ack'>;
      expect(event).toEqual({
        type: 'message',
        room,
        seq: head + 1,
        id: 'c1',
        author: user,
        at,
        body: send.body,
      });
      expect(others).toEqual([]);
    });

    test('a message with the same id gets the same seq and is stored once; with another text it is refused', async () => {
      const server = await running();
      const { room } = server;
      const { connection, session } = await signedIn(server);
      await sync(connection, server);
      const send = message(room, 'c1', 'hello');
      const first = await connection.ask('message.send', send);
      expect(await connection.ask('message.send', message(room, 'c1', 'other'))).toMatchObject({
        type: 'error',
        code: 'id_reused',
      });
      await connection.ask('message.send', send);
      expect(textsOf(await connection.live())).toEqual(['hello']);
      await connection.close();
      const next = await FrameConnection.open(server);
      await next.hello();
      await next.ask('resume', { token: session.token ?? '' });
      const again = await next.ask('message.send', send);
      const { seq, at } = first as ServerFrameOf<'ack'>;
      expect(again).toMatchObject({ type: 'ack', room, seq, clientId: 'c1', at });
      expect((await sync(next, server)).head).toBe(seq);
    });

    test('messages of several authors arrive once, in order and without gaps, with the replies in order', async () => {
      const server = await running();
      const { room } = server;
      const { connection } = await signedIn(server);
      const { head } = await sync(connection, server);
      await server.write('one');
      const ids = ['c2', 'c3'].map((clientId) => connection.send('message.send', message(room, clientId, clientId)));
      const acks = await Promise.all(ids.map((id) => connection.reply(id)));
      expect(acks).toMatchObject([{ seq: head + 2 }, { seq: head + 3 }]);
      await server.write('four');
      const events = await eventually(async () => {
        const all = await connection.live();
        return all.length >= 4 && all;
      });
      expect(textsOf(events)).toEqual(['one', 'c2', 'c3', 'four']);
      expect(seqsOf(events)).toEqual(countUp(head, 4));
    });

    test('the first catch-up brings the newest events, marked as new, with topic and member count', async () => {
      const server = await running();
      for (const words of ['one', 'two', 'three']) await server.write(words);
      const { connection } = await signedIn(server);
      const { jump, after, header, events, head, summary } = await sync(connection, server, { recent: 2 });
      expect([jump, after, textsOf(events)]).toEqual(['new', head - 2, ['two', 'three']]);
      expect(seqsOf(events)).toEqual([head - 1, head]);
      expect(summary).toMatchObject({ joined: true, members: 2 });
      expect(header).toEqual({ kind: 'public', name: summary?.name, topic: summary?.topic, members: 2, asOf: head });
      expect(summary?.online).toContain(server.user);
    });

    test('a catch-up after a gap brings only missed events, and then live ones', async () => {
      const server = await running();
      const { connection, generation, session } = await signedIn(server);
      await server.write('seen');
      const { head: seen, events } = await sync(connection, server);
      const id = events.at(-1)?.id ?? '';
      await connection.close();
      await server.write('missed one');
      await server.write('missed two');
      const next = await FrameConnection.open(server);
      await next.hello();
      await next.ask('resume', { token: session.token ?? '' });
      const missed = await sync(next, server, { generation, from: { seq: seen, id } });
      const texts = ['missed one', 'missed two'];
      expect([missed.jump, missed.header, missed.after]).toEqual([undefined, undefined, seen]);
      expect(textsOf(missed.events)).toEqual(texts);
      await server.write('live');
      const live = await eventually(async () => (await next.live()).at(0));
      expect([live.seq, ...textsOf([live])]).toEqual([seen + 3, 'live']);
      const last = await sync(next, server, { generation, from: { seq: seen + 3, id: live.id } });
      expect([last.head, last.events]).toEqual([seen + 3, []]);
    });

    test('a cursor of another history is detected by its generation, its seq, or the event at its seq', async () => {
      const server = await running();
      await server.write('one');
      await server.write('two');
      const { connection, generation } = await signedIn(server);
      const { head, events } = await sync(connection, server);
      const id = events.at(-2)?.id ?? '';
      const jumps: unknown[] = [];
      for (const [of, from] of [
        [generation, { seq: head - 1, id }],
        [generation, { seq: head - 1 }],
        ['another', { seq: head - 1, id }],
        [generation, { seq: head + 5 }],
        [generation, { seq: head - 1, id: 'another' }],
      ] as const) {
        const { jump, header } = await sync(connection, server, { generation: of, from });
        jumps.push([jump, header?.asOf]);
      }
      const [follows, restored] = [
        [undefined, undefined],
        ['restored', head],
      ];
      expect(jumps).toEqual([follows, follows, restored, restored, restored]);
    });

    test('history is read backwards in pages', async () => {
      const server = await running();
      for (const words of ['one', 'two', 'three']) await server.write(words);
      const { connection } = await signedIn(server);
      const { room } = server;
      const newest = await connection.ask('history', { room, limit: 2 });
      if (newest.type !== 'page') throw new Error(JSON.stringify(newest));
      expect([textsOf(newest.events), newest.more]).toEqual([['two', 'three'], true]);
      const before = newest.events[0]?.seq as Seq;
      const older = await connection.ask('history', { room, before, limit: 50 });
      if (older.type !== 'page') throw new Error(JSON.stringify(older));
      expect([textsOf(older.events).at(-1), older.more]).toEqual(['one', false]);
      expect(seqsOf(older.events)).toEqual(countUp(before - 1 - older.events.length, older.events.length));
    });

    test('a room that the user is not a member of is refused, and nothing is stored', async () => {
      const server = await running();
      const { connection } = await signedIn(server);
      const { head } = await sync(connection, server);
      const room = 'kitchen' as RoomId;
      const refusal = { type: 'error', code: 'not_a_member' };
      const send = message(room, 'c1', 'hello');
      expect(await connection.ask('message.send', send)).toMatchObject(refusal);
      expect(await connection.ask('history', { room, limit: 5 })).toMatchObject(refusal);
      expect((await sync(connection, server)).head).toBe(head);
    });

    test('a connection closed by the client ends once, and the next one can open', async () => {
      const server = await running();
      const { connection } = await signedIn(server);
      await connection.close();
      await (await FrameConnection.open(server)).hello();
      expect(connection.closures).toHaveLength(1);
    });
  });
}
