import { describe, expect, test } from 'vitest';
import type { Store } from '../../ports/store.ts';
import { digest, newSession, room, user } from './steps.ts';

/** What every store must do about invites. */
export function invites(the: () => Store): void {
  describe('invites', () => {
    const create = (code: string, { uses = 1, atMs = 0, expiresMs = 5000 } = {}) =>
      the().createInvite({ id: `id-${code}`, codeHash: digest(code), atMs, expiresMs, uses });
    const signUp = (name: string, code: string) =>
      the().createAccount({
        user: user(name),
        passwordHash: 'h',
        session: newSession(`of-${name}`),
        inviteHash: digest(code),
        room: room('general'),
        atMs: 1000,
      });
    const refused = { ok: false, error: 'bad_invite' };

    test('an invite for several people is open until all of them have signed up', async () => {
      await create('code', { uses: 2 });
      expect((await signUp('bob', 'code')).ok).toBe(true);
      expect(await the().isInviteOpen(digest('code'), 1000)).toBe(true);
      expect((await signUp('ada', 'code')).ok).toBe(true);
      expect(await the().isInviteOpen(digest('code'), 1000)).toBe(false);
      expect(await signUp('eve', 'code')).toEqual(refused);
      expect(await the().invites()).toMatchObject([{ id: 'id-code', uses: 2, used: 2, usedBy: ['ada', 'bob'] }]);
    });

    test('an invite is used by no more people than it is for, also concurrently', async () => {
      await create('code', { uses: 3 });
      const names = Array.from({ length: 12 }, (_, i) => `user-${i}`);
      const asked = await Promise.all(names.map((name) => signUp(name, 'code')));
      expect(asked.map(({ ok }) => ok)).toEqual(names.map((_, i) => i < 3));
      expect(await the().accounts()).toHaveLength(3);
      expect(await the().invites()).toMatchObject([{ used: 3 }]);
    });

    test('the newest come first; unknown and expired ones are not open', async () => {
      await create('old', { atMs: 1, expiresMs: 900 });
      await create('new', { atMs: 2 });
      expect((await the().invites()).map(({ id }) => id)).toEqual(['id-new', 'id-old']);
      expect(await the().isInviteOpen(digest('new'), 1000)).toBe(true);
      expect(await the().isInviteOpen(digest('old'), 1000)).toBe(false);
      expect(await the().isInviteOpen(digest('unknown'), 1000)).toBe(false);
    });

    test('a revoked invite cannot be used, and is revoked once', async () => {
      await create('code');
      expect(await the().revokeInvite('id-code')).toBe(true);
      expect(await signUp('ada', 'code')).toEqual(refused);
      expect(await the().invites()).toMatchObject([{ revoked: true, used: 0 }]);
      expect(await the().revokeInvite('id-code')).toBe(false);
      expect(await the().revokeInvite('unknown')).toBe(false);
    });

    test('a used-up invite cannot be revoked', async () => {
      await create('code');
      await signUp('ada', 'code');
      expect(await the().revokeInvite('id-code')).toBe(false);
    });

    test('the actions of operators are numbered, and read from any number on', async () => {
      expect(await the().lastAction()).toBe(0);
      const record = (action: string) => the().recordAction({ atMs: 5, action, subject: 'ada', operator: 'root' });
      await record('user disable');
      await record('user enable');
      expect(await the().lastAction()).toBe(2);
      expect(await the().operatorActions(1)).toEqual([
        { number: 2, atMs: 5, action: 'user enable', subject: 'ada', operator: 'root' },
      ]);
    });
  });
}
