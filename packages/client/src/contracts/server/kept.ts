import { expect, test } from 'vitest';
import { type ContractServer, message, running, signedIn, sync } from './steps.ts';

/** What every client relies on for what a user keeps. */
export function keptStateContract(start: () => Promise<ContractServer>): void {
  test('what the user keeps is saved, and a later catch-up brings it before it is complete', async () => {
    const server = await running(start);
    const { connection } = await signedIn(server);
    await sync(connection, server, { state: 0 });
    const star = { kind: 'star', key: server.room, value: true } as const;
    const mark = { kind: 'read', key: server.room, value: { seq: 1, n: 0, epoch: 0 } } as const;
    expect(await connection.ask('state.set', { entries: [star, mark] })).toMatchObject({
      type: 'state-saved',
      ver: 1,
    });
    await connection.ask('state.set', { entries: [{ ...star, value: null }] });
    const ask = async (state: number | undefined) => {
      const before = connection.frames.length;
      await sync(connection, server, state === undefined ? {} : { state });
      return connection.frames.slice(before).filter((frame) => frame.type === 'state');
    };
    expect([await ask(2), await ask(undefined)]).toEqual([[], []]);
    expect(await ask(1)).toEqual([{ type: 'state', ver: 2, entries: [{ ...star, value: null }] }]);
    const [all] = await ask(0);
    expect([all?.ver, all?.entries.filter(({ value }) => value !== null)]).toEqual([2, [mark]]);
    expect(await ask(9)).toMatchObject([{ ver: 2, reset: true }]);
  });

  test('a message that was a draft removes the draft, also in what its own device is told', async () => {
    const server = await running(start);
    const { connection } = await signedIn(server);
    await sync(connection, server, { state: 0 });
    const draft = { kind: 'draft', key: server.room, value: { text: 'hello' } } as const;
    await connection.ask('state.set', { entries: [draft] });
    await connection.ask('message.send', { ...message(server.room, 'c1', 'hello'), draft: true });
    await connection.live();
    expect(connection.all('state')).toEqual([{ type: 'state', ver: 2, entries: [{ ...draft, value: null }] }]);
  });
}
