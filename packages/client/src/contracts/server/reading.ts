import type { Seq } from '@securechat/protocol';
import { eventually } from '@securechat/testkit';
import { expect, test } from 'vitest';
import { FrameConnection } from '../../testing/frame-connection.ts';
import { type ContractServer, countUp, message, running, seqsOf, signedIn, sync, textsOf } from './steps.ts';

/** What every client relies on when it catches up and reads. */
export function readingContract(start: () => Promise<ContractServer>): void {
  test('the first catch-up brings the newest events, marked as new, with topic and member count', async () => {
    const server = await running(start);
    for (const words of ['one', 'two', 'three']) await server.write(words);
    const { connection } = await signedIn(server);
    const { jump, after, header, events, head, summary } = await sync(connection, server, { recent: 2 });
    expect([jump, after, textsOf(events)]).toEqual(['new', head - 2, ['two', 'three']]);
    expect(seqsOf(events)).toEqual([head - 1, head]);
    const { id: _, head: __, joined, online, ...description } = summary ?? {};
    expect(joined).toBe(true);
    expect(header).toEqual({ ...description, asOf: head });
    expect(header).toMatchObject({ kind: 'public', members: 2, messages: 3, role: 'member' });
    expect(online).toContain(server.user);
  });

  test('a catch-up after a gap brings only missed events, and then live ones', async () => {
    const server = await running(start);
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
    const server = await running(start);
    await server.write('one');
    await server.write('two');
    const { connection, generation } = await signedIn(server);
    const { head, events } = await sync(connection, server);
    const id = events.at(-2)?.id ?? '';
    const jumps: unknown[] = [];
    for (const [of, from] of [
      [generation, { seq: head - 1, id }],
      ['another', { seq: head - 1, id }],
      [generation, { seq: head + 5, id }],
      [generation, { seq: head - 1, id: 'another' }],
    ] as const) {
      const { jump, header } = await sync(connection, server, { generation: of, from });
      jumps.push([jump, header?.asOf]);
    }
    const [follows, restored] = [
      [undefined, undefined],
      ['restored', head],
    ];
    expect(jumps).toEqual([follows, restored, restored, restored]);
  });

  test('a reader who starts without events learns the id of its cursor', async () => {
    const server = await running(start);
    await server.write('one');
    const { connection, generation } = await signedIn(server);
    const { head, events } = await sync(connection, server);
    const id = events.at(-1)?.id ?? '';
    const first = await sync(connection, server, { recent: 0 });
    expect([first.after, first.afterId, first.events]).toEqual([head, id, []]);
    await server.write('two');
    const next = await sync(connection, server, { generation, from: { seq: head, id } });
    expect([next.jump, next.afterId, textsOf(next.events)]).toEqual([undefined, undefined, ['two']]);
  });

  test('history is read backwards in pages', async () => {
    const server = await running(start);
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

  test('messages that mention the user are listed, newest first, in pages', async () => {
    const server = await running(start);
    const { user } = server;
    for (const text of [`@${user} one`, 'nothing', `two, @${user.toUpperCase()}`, `@${user} three`])
      await server.write(text);
    const { connection } = await signedIn(server);
    await connection.ask('message.send', message(server.room, 'c1', `@${user} is who I am`));
    const newest = await connection.ask('mention.list', { limit: 2 });
    if (newest.type !== 'mentions' || !newest.next) throw new Error(JSON.stringify(newest));
    expect(textsOf(newest.events)).toEqual([`@${user} three`, `two, @${user.toUpperCase()}`]);
    const older = await connection.ask('mention.list', { before: newest.next, limit: 2 });
    if (older.type !== 'mentions') throw new Error(JSON.stringify(older));
    expect([textsOf(older.events), older.next]).toEqual([[`@${user} one`], undefined]);
  });
}
