import type { UserId } from '@securechat/protocol/ids';
import { describe, expect, test } from 'vitest';
import { type PresenceStore, presenceLeaseMs } from '../ports/presence-store.ts';

/** The processes of one server: `open` opens the store of another one, `pass` lets time pass for all. */
export type PresenceCluster = { open(): PresenceStore; pass(ms: number): void };

const ada = 'ada' as UserId;
const bob = 'bob' as UserId;
const cyd = 'cyd' as UserId;
const everybody = [cyd, ada, bob];
const noChanges = { online: [], offline: [] };

/** What every presence store must do. */
export function presenceStoreContract(name: string, make: () => PresenceCluster): void {
  /** Two processes; one of them dies, that is, renews no more while the other does. */
  const start = () => {
    const { open, pass } = make();
    const [one, other] = [open(), open()];
    const outlive = async () => {
      pass(presenceLeaseMs - 1);
      expect(await other.renew()).toEqual(noChanges);
      pass(1);
    };
    return { one, other, open, pass, outlive };
  };

  describe(`presence store: ${name}`, () => {
    test('a user who connects is online for every process, until the user disconnects', async () => {
      const { one, other } = start();
      expect(await other.online(everybody)).toEqual([]);
      expect(await one.connected(ada)).toBe(true);
      expect(await one.online(everybody)).toEqual([ada]);
      expect(await other.online(everybody)).toEqual([ada]);
      expect(await one.disconnected(ada)).toBe(true);
      expect(await one.online(everybody)).toEqual([]);
      expect(await other.online(everybody)).toEqual([]);
    });

    test('a user on two processes comes online once, and goes offline with the last', async () => {
      const { one, other } = start();
      expect(await one.connected(ada)).toBe(true);
      expect(await other.connected(ada)).toBe(false);
      expect(await one.disconnected(ada)).toBe(false);
      expect(await one.online([ada])).toEqual([ada]);
      expect(await other.disconnected(ada)).toBe(true);
      expect(await other.online([ada])).toEqual([]);
    });

    test('a user is idle while every process with a lease says so', async () => {
      const { one, other } = start();
      expect(await one.setIdle(ada, true)).toBe(false);
      await one.connected(ada);
      expect(await one.idle(everybody)).toEqual([]);
      expect(await one.setIdle(ada, true)).toBe(true);
      expect(await one.setIdle(ada, true)).toBe(false);
      expect(await other.idle(everybody)).toEqual([ada]);
      await other.connected(ada);
      expect(await one.idle([ada])).toEqual([]);
      expect(await other.setIdle(ada, true)).toBe(true);
      expect(await one.setIdle(ada, false)).toBe(true);
      await one.disconnected(ada);
      expect(await one.idle([ada])).toEqual([ada]);
      await other.disconnected(ada);
      expect(await one.idle([ada])).toEqual([]);
    });

    test('of two processes that a user connects to at the same time, one learns that the user came online', async () => {
      const { one, other } = start();
      const came = await Promise.all([one.connected(ada), other.connected(ada)]);
      expect(came.toSorted()).toEqual([false, true]);
      const gone = await Promise.all([one.disconnected(ada), other.disconnected(ada)]);
      expect(gone.toSorted()).toEqual([false, true]);
    });

    test('a second connect changes nothing, and neither does disconnecting an offline user', async () => {
      const { one, other } = start();
      await one.connected(ada);
      expect(await one.connected(ada)).toBe(false);
      expect(await other.disconnected(ada)).toBe(false);
      expect(await other.online([ada])).toEqual([ada]);
      expect(await one.disconnected(ada)).toBe(true);
      expect(await one.disconnected(ada)).toBe(false);
    });

    test('returns the given users who are online, in the given order', async () => {
      const { one, other } = start();
      await one.connected(ada);
      await other.connected(bob);
      await other.connected(cyd);
      expect(await one.online(everybody)).toEqual(everybody);
      expect(await one.online([bob, ada])).toEqual([bob, ada]);
      expect(await one.online([])).toEqual([]);
    });

    test('the users of a process that died go offline at the end of its lease, which one process reports', async () => {
      const { one, other, open, outlive } = start();
      await one.connected(ada);
      await one.connected(bob);
      await other.connected(bob);
      await outlive();
      expect(await other.renew()).toEqual({ online: [], offline: [ada] });
      expect(await other.online(everybody)).toEqual([bob]);
      expect(await other.renew()).toEqual(noChanges);
      expect(await open().renew()).toEqual(noChanges);
    });

    test('a user of a dead process who is connected again before its lease ends never goes offline', async () => {
      const { one, other, outlive } = start();
      await one.connected(ada);
      await outlive();
      expect(await other.connected(ada)).toBe(false);
      expect(await other.renew()).toEqual(noChanges);
      expect(await other.online([ada])).toEqual([ada]);
    });

    test('two processes that died with the same user are reported as one change', async () => {
      const { one, other, open, pass } = start();
      await one.connected(ada);
      await other.connected(ada);
      pass(presenceLeaseMs);
      expect(await open().renew()).toEqual({ online: [], offline: [ada] });
    });

    test('a process that renews in time keeps its users', async () => {
      const { one, other, pass } = start();
      await one.connected(ada);
      for (let i = 0; i < 5; i++) {
        pass(presenceLeaseMs - 1);
        expect(await one.renew()).toEqual(noChanges);
        expect(await other.renew()).toEqual(noChanges);
      }
      expect(await other.online([ada])).toEqual([ada]);
    });

    test('a lease begins with the first user, however long the process has been running', async () => {
      const { one, other, pass } = start();
      await one.connected(ada);
      await one.disconnected(ada);
      pass(3 * presenceLeaseMs);
      expect(await one.connected(ada)).toBe(true);
      pass(presenceLeaseMs - 1);
      expect(await other.renew()).toEqual(noChanges);
      expect(await other.online([ada])).toEqual([ada]);
    });

    test('a late process that was not considered dead keeps its users, and counts them in the meantime', async () => {
      const { one, other, pass } = start();
      await one.connected(ada);
      pass(2 * presenceLeaseMs);
      expect(await one.online([ada])).toEqual([ada]);
      expect(await one.renew()).toEqual(noChanges);
      expect(await other.renew()).toEqual(noChanges);
    });

    test('the users of a process that was considered dead come online again at its next renewal', async () => {
      const { one, other, outlive } = start();
      await one.connected(ada);
      await one.connected(cyd);
      await outlive();
      expect(await other.renew()).toEqual({ online: [], offline: [ada, cyd] });
      // Users who connect before the renewal are reported with the others, and users who disconnect are offline already.
      expect(await one.connected(bob)).toBe(false);
      expect(await one.disconnected(cyd)).toBe(false);
      expect(await one.online(everybody)).toEqual([ada, bob]);
      expect(await one.renew()).toEqual({ online: [ada, bob], offline: [] });
      expect(await one.renew()).toEqual(noChanges);
      expect(await other.online(everybody)).toEqual([ada, bob]);
    });

    test('a process that closes leaves its users online until its lease ends', async () => {
      const { one, other, outlive } = start();
      await one.connected(ada);
      await one.close();
      expect(await other.online([ada])).toEqual([ada]);
      await outlive();
      expect(await other.renew()).toEqual({ online: [], offline: [ada] });
    });
  });
}
