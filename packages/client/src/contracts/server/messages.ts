import type { EventId, RoomId, ServerFrameOf } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { FrameConnection } from '../../testing/frame-connection.ts';
import { type ContractServer, countUp, message, running, seqsOf, signedIn, sync, textsOf } from './steps.ts';

/** What every client relies on when it sends messages. */
export function messageContract(start: () => Promise<ContractServer>): void {
  test('a message is acknowledged with its seq, and arrives as an event with that seq', async () => {
    const server = await running(start);
    const { room, user } = server;
    const { connection } = await signedIn(server);
    const { head, summary } = await sync(connection, server);
    const send = message(room, 'c1', 'hello');
    const ack = await connection.ask('message.send', send);
    expect(ack).toMatchObject({ type: 'ack', room, seq: head + 1, clientId: 'c1', at: expect.any(Number) });
    const [event, ...others] = await connection.live();
    const { at } = ack as ServerFrameOf<'ack'>;
    expect(event).toEqual({
      type: 'message',
      room,
      seq: head + 1,
      n: (summary?.messages ?? 0) + 1,
      id: 'c1',
      author: user,
      at,
      body: send.body,
    });
    expect(others).toEqual([]);
  });

  test('a message with the same id gets the same seq and is stored once; with another text it is refused', async () => {
    const server = await running(start);
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
    const server = await running(start);
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

  test('an edit and a deletion are events, and history has the message as it is then', async () => {
    const server = await running(start);
    const { room, user } = server;
    const { connection } = await signedIn(server);
    await sync(connection, server);
    const { seq: target } = (await connection.ask('message.send', message(room, 'c1', 'helo'))) as ServerFrameOf<'ack'>;
    const now = async () => {
      const page = (await connection.ask('history', { room, limit: 1 })) as ServerFrameOf<'page'>;
      return { events: page.events, changed: page.changed };
    };
    const edit = { ...message(room, 'c2', 'hello'), target };
    expect(await connection.ask('message.edit', edit)).toMatchObject({ type: 'ack', seq: target + 1 });
    expect(await now()).toMatchObject({
      events: [{ seq: target, body: { text: 'hello' } }],
      changed: [{ seq: target, rev: target + 1, edited: expect.any(Number) }],
    });
    const deletion = { room, clientId: 'c3' as EventId, target, reason: 'spam' };
    const deleted = await connection.ask('message.delete', deletion);
    expect(deleted).toMatchObject({ type: 'ack', seq: target + 2 });
    expect(await connection.ask('message.delete', deletion)).toMatchObject({ type: 'ack', seq: target + 2 });
    expect(await now()).toMatchObject({
      events: [{ seq: target, body: { kind: 'deleted' } }],
      changed: [{ seq: target, rev: target + 2, deleted: { by: user, reason: 'spam' } }],
    });
    const late = { ...edit, clientId: 'c4' as EventId };
    expect(await connection.ask('message.edit', late)).toMatchObject({ type: 'error', code: 'message_deleted' });
    expect(await connection.ask('message.edit', { ...late, target: target + 100 })).toMatchObject({
      type: 'error',
      code: 'no_such_message',
    });
    expect((await connection.live()).map(({ type }) => type)).toEqual(['message', 'message-edited', 'message-deleted']);
  });

  test('a room that the user is not a member of is refused, and nothing is stored', async () => {
    const server = await running(start);
    const { connection } = await signedIn(server);
    const { head } = await sync(connection, server);
    const room = 'kitchen' as RoomId;
    const refusal = { type: 'error', code: 'no_such_room' };
    const send = message(room, 'c1', 'hello');
    expect(await connection.ask('message.send', send)).toMatchObject(refusal);
    expect(await connection.ask('history', { room, limit: 5 })).toMatchObject(refusal);
    expect((await sync(connection, server)).head).toBe(head);
  });
}
