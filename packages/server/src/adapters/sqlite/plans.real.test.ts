import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { anywhere, atMost, newSession, sessionOf, user } from '../../contracts/store/steps.ts';
import { draft, room, signUp, storeContract } from '../../contracts/store.contract.ts';
import { stateLimits } from '../../domain/state-limits.ts';
import { openInOneThread } from './testing/one-thread-store.ts';

let folder = '';
let opened = 0;
/** Each statement with the connection that prepared it: all that the contract's tests have run. */
const asked = new Map<string, string>();
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'securechat-'));
});
afterAll(() => rmSync(folder, { recursive: true }));

function open() {
  const at = join(folder, `${opened++}`);
  return openInOneThread(`${at}.db`, `${at}.search`);
}

/** What reads a whole table on purpose: lists of everything, and tables of one row. `ask` is one row of values. */
const wholeOnPurpose = [
  /FROM accounts ORDER BY user$/,
  /FROM invites ORDER BY created_ms DESC, id$/,
  /FROM invite_rooms i .* ORDER BY i.invite, i.place$/s,
  /FROM rooms r ORDER BY r.id$/,
  /FROM accounts WHERE invite IS NOT NULL/,
  /FROM accounts WHERE administrator <> 0$/,
  /FROM sqlite_schema/,
  /FROM meta$/,
  /^UPDATE meta SET/,
  /progress/,
  /^SELECT room FROM rooms$/,
  // Who keeps something of a room that is deleted: one look at each user.
  /FROM user_state_heads h WHERE EXISTS/,
  // Private rooms without members: once a day.
  /FROM rooms r WHERE r\.kind = 'private' AND r\.members = 0/,
  // Checks that no mention refers to the room: once for each deletion, and not worth an index that each mention would pay for.
  /^DELETE FROM rooms WHERE id = \?$/,
];

// Runs the contract once more, to collect its statements.
storeContract('sqlite, in one thread', async () => {
  const { store, connections } = open();
  const close = async () => {
    for (const [i, connection] of connections.entries()) {
      for (const sql of connection.prepared) {
        if (asked.has(sql) || !/^\s*(SELECT|INSERT|UPDATE|DELETE)/.test(sql)) continue;
        const plan = connection.plan(sql);
        asked.set(sql, `${i}: ${plan.map(({ detail }) => detail).join('; ')}`);
      }
    }
    await store.close();
  };
  return { ...store, close };
});

describe('statements', () => {
  test('each uses an index, and none sorts events', () => {
    expect(asked.size).toBeGreaterThan(40);
    for (const [sql, plan] of asked) {
      if (wholeOnPurpose.some((each) => each.test(sql))) continue;
      // `p` are the first members of a room, at most as many as its title has; `few` are as many mentions as are counted.
      expect(plan, sql).not.toMatch(
        /SCAN (?!(ask|p);|few\b|(words|json_each) VIRTUAL TABLE INDEX ([1-9]|0:=)|CONSTANT ROW)/,
      );
      if (/\bevents\b/.test(sql)) expect(plan, sql).not.toContain('TEMP B-TREE');
    }
  });

  test('are prepared once, however many messages there are', async () => {
    const { store, connections } = open();
    await signUp(store, 'ada');
    const count = () => connections.map(({ prepared }) => prepared.length);
    const say = async (from: number, to: number) => {
      for (let i = from; i < to; i++) await store.append(draft('ada', `m${i}`, `text ${i}`));
      await store.eventsAfter(room('general'), 0, 100, atMost(10));
      await store.search(anywhere(room('general'), 'text'));
    };
    await say(0, 2);
    const before = count();
    await say(2, 50);
    expect(count()).toEqual(before);
    await store.close();
  });

  test('of the reads are compiled once, whatever their arguments', async () => {
    const { store } = open();
    const star = { kind: 'star', key: room('general'), value: true } as const;
    const word = { kind: 'highlight', key: 'text', value: true } as const;
    for (const name of ['ada', 'bob']) {
      await signUp(store, name);
      const by = { user: user(name), session: sessionOf(name) };
      await store.setState({ ...by, entries: [star, word], limits: stateLimits });
    }
    for (const [name, other] of [
      ['ada', 'bob'],
      ['bob', 'ada'],
    ] as const) {
      await store.append({ ...draft(name, name, 'text'), names: [other] });
    }
    const readAll = async (name: string) => {
      const [asker, general] = [user(name), room('general')];
      const found = await Promise.all([
        store.sessionByToken(newSession(sessionOf(name)).tokenHash),
        ...[store.account(asker), store.accounts(), store.sessions(asker), store.endedSessions()],
        ...[store.rooms({ asker, limit: 9 }), store.room(general, asker), store.members(general)],
        ...[store.memberships(asker), store.membershipRanges(general, asker)],
        ...[store.heads([general]), store.membershipCounts([asker])],
        ...[store.stateAfter(asker, 0), store.stateVers([asker])],
        ...[store.mentions({ user: asker, before: undefined, limit: atMost(9) }), store.mentionCounts(asker)],
        ...[store.eventsAfter(general, 0, 9, atMost(9)), store.eventsBefore(general, 9, 0, atMost(9))],
      ]);
      for (const each of found) expect(each).toBeTruthy();
      for (const each of found) if (Array.isArray(each)) expect(each).not.toEqual([]);
    };
    await readAll('ada');
    // better-sqlite3 creates the function that builds rows whenever a statement is compiled.
    const make = vi.spyOn(globalThis, 'Function');
    await readAll('bob');
    await readAll('ada');
    expect(make).not.toHaveBeenCalled();
    make.mockRestore();
    await store.close();
  });
});
