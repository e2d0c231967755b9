import { randomUUID } from 'node:crypto';
import type { EventId } from '@securechat/protocol/ids';
import { limits } from '@securechat/protocol/limits';
import { beforeEach, describe, expect, test } from 'vitest';
import type { InvitationCommand } from '../../domain/decide-invitation.ts';
import { stateLimits } from '../../domain/state-limits.ts';
import type { Store } from '../../ports/store.ts';
import {
  ban,
  digest,
  good,
  join,
  leave,
  makePrivateRoom,
  makeRoom,
  named,
  remove,
  rename,
  room,
  sessionOf,
  setRole,
  signUp,
  user,
} from './steps.ts';

type Change<C = InvitationCommand> = C extends InvitationCommand ? Omit<C, 'by' | 'session' | 'atMs'> : never;
const refused = (error: string) => ({ ok: false, error });

/** What every store must do about private rooms, and invitations and links to rooms. */
export function invitations(the: () => Store): void {
  describe('private rooms and invitations', () => {
    const den = room('den');
    beforeEach(async () => {
      for (const name of ['ada', 'bob', 'cyd']) await signUp(the(), name);
      await makePrivateRoom(the(), 'den', 'ada', 'hiring');
    });
    const asks = (who: string, change: Change, atMs = 3000) =>
      the().changeInvitation({ ...change, by: user(who), session: sessionOf(who), atMs } as InvitationCommand);
    const invite = (
      who: string,
      whom: string,
      where = 'den',
      most: Partial<Record<keyof typeof limits, number>> = {},
    ) => asks(who, { kind: 'invite', room: room(where), user: user(whom), limits: { ...limits, ...most } });
    const accept = (who: string, to: Extract<Change, { kind: 'accept' }>['to'] = { room: den }, roomsPerUser = 500) =>
      asks(who, { kind: 'accept', to, id: randomUUID() as string as EventId, limits: { roomsPerUser } });
    const link = (who: string, code: string, expiresMs = 9000, invitationsPerRoom = 500) =>
      asks(who, { kind: 'link', room: den, codeHash: digest(code), expiresMs, limits: { invitationsPerRoom } });
    const byCode = (code: string, expiryMs = 5000) => ({ codeHash: digest(code), expiryMs });

    test('a private room is known to its members only, whatever it is asked for', async () => {
      const store = the();
      expect(await store.room(den, user('ada'))).toMatchObject({ kind: 'private', name: 'hiring', history: 'joined' });
      expect(await store.room(den, user('bob'))).toBeUndefined();
      expect(await store.roomNamed(named('hiring'), 1)).toBeUndefined();
      expect((await store.rooms({ asker: user('ada'), limit: 9 })).map(({ id }) => id)).toEqual(['general']);
      expect(await join(store, 'den', 'bob')).toEqual(refused('no_such_room'));
      expect(await leave(store, 'den', 'bob')).toEqual(refused('no_such_room'));
      expect(await rename(store, 'den', 'x', 'bob')).toEqual(refused('no_such_room'));
      expect(await invite('bob', 'cyd')).toEqual(refused('no_such_room'));
      expect(await link('bob', 'x')).toEqual(refused('no_such_room'));
    });

    test('private rooms may share a name, also with a public one, and keep no former names', async () => {
      const store = the();
      good(await makePrivateRoom(store, 'den2', 'bob', 'hiring'));
      good(await makeRoom(store, 'hiring', 'cyd'));
      good(await rename(store, 'den', 'general', 'ada'));
      expect(await store.roomNamed(named('general'), 1)).toBe('general');
      good(await rename(store, 'hiring', 'jobs', 'cyd'));
      good(await rename(store, 'den', 'jobs', 'ada'));
      good(await rename(store, 'den', 'den', 'ada'));
      expect(await store.roomNamed(named('jobs'), 1)).toBe('hiring');
    });

    test('members find their private room by its name, unless they have several of that name', async () => {
      const store = the();
      const found = async (who: string) => await store.ownRoomNamed(user(who), named('hiring'));
      expect([await found('ada'), await found('bob')]).toEqual([den, undefined]);
      good(await makePrivateRoom(store, 'den2', 'ada', 'hiring'));
      expect(await found('ada')).toBeUndefined();
      good(await leave(store, 'den2', 'ada'));
      expect(await found('ada')).toBe(den);
      good(await makeRoom(store, 'club', 'cyd'));
      expect(await store.ownRoomNamed(user('cyd'), named('club'))).toBeUndefined();
    });

    test('a room without a name is with its other members', async () => {
      const store = the();
      good(await makePrivateRoom(store, 'trio', 'bob'));
      for (const name of ['ada', 'cyd']) {
        good(await invite('bob', name, 'trio'));
        good(await accept(name, { room: room('trio') }));
      }
      const seen = async (name: string) => (await store.room(room('trio'), user(name)))?.with;
      expect([await seen('ada'), await seen('bob')]).toEqual([
        ['bob', 'cyd'],
        ['ada', 'cyd'],
      ]);
      expect(await store.room(room('trio'), user('ada'))).not.toHaveProperty('name');
      expect((await store.memberships(user('cyd'))).find((each) => each.room === 'trio')?.with).toEqual(['ada', 'bob']);
    });

    test('who is invited sees what the room is called and who invites, and becomes a member by accepting', async () => {
      const store = the();
      expect(good(await invite('ada', 'bob'))).toEqual({ changed: true, room: 'den', events: [] });
      expect(await store.invitations(user('bob'))).toEqual([
        { room: 'den', kind: 'private', name: 'hiring', members: 1, by: 'ada', at: 3000 },
      ]);
      expect(await store.room(den, user('bob'))).toBeUndefined();
      const { events } = good(await accept('bob'));
      expect(events).toMatchObject([{ type: 'member-joined', author: 'bob', by: 'ada', seq: 3 }]);
      expect(await store.invitations(user('bob'))).toEqual([]);
      expect(await store.membershipRanges(den, user('bob'))).toEqual([{ from: 3, visibleFrom: 3, to: undefined }]);
      // Members accept again without effect, and invite.
      expect(good(await accept('bob'))).toMatchObject({ changed: false });
      expect(good(await invite('bob', 'cyd'))).toMatchObject({ changed: true });
    });

    test('who may no longer invite brings nobody in with what they made before', async () => {
      const store = the();
      good(await invite('ada', 'bob'));
      good(await accept('bob'));
      good(await invite('bob', 'cyd'));
      for (const code of ['first', 'second']) good(await link('bob', code));
      good(await setRole(store, 'den', 'bob', 'reader', 'ada'));
      expect(await accept('cyd', byCode('first'))).toEqual(refused('no_such_invitation'));
      good(await remove(store, 'den', 'bob', 'ada'));
      expect(await accept('bob', byCode('first'))).toEqual(refused('no_such_invitation'));
      expect(await accept('cyd')).toEqual(refused('no_such_invitation'));
      expect(await store.invitations(user('cyd'))).toEqual([]);
      // Somebody else may invite in their place.
      expect(good(await invite('ada', 'cyd'))).toMatchObject({ changed: true });
      expect(await store.invitations(user('cyd'))).toMatchObject([{ by: 'ada' }]);
      expect(good(await accept('cyd')).events).toHaveLength(1);
    });

    test('a ban ends the invitation', async () => {
      const store = the();
      good(await invite('ada', 'bob'));
      good(await ban(store, 'den', 'bob', 'ada'));
      expect(await store.invitations(user('bob'))).toEqual([]);
      expect(await accept('bob')).toEqual(refused('no_such_invitation'));
    });

    test('inviting twice changes nothing; a member, nobody and too many are refused', async () => {
      const store = the();
      good(await invite('ada', 'bob'));
      expect(good(await invite('ada', 'bob'))).toMatchObject({ changed: false });
      expect(await store.invitations(user('bob'))).toHaveLength(1);
      expect(await invite('ada', 'ada')).toEqual(refused('already_member'));
      expect(await invite('ada', 'nobody')).toEqual(refused('no_such_user'));
      await store.changeAccount({ kind: 'set-disabled', user: user('cyd'), disabled: true, atMs: 1 });
      expect(await invite('ada', 'cyd')).toEqual(refused('no_such_user'));
      await store.changeAccount({ kind: 'set-disabled', user: user('cyd'), disabled: false, atMs: 1 });
      const most = (invitationsPerUser: number, invitationsPerRoom: number) => ({
        invitationsPerUser,
        invitationsPerRoom,
      });
      expect(await invite('ada', 'cyd', 'den', most(100, 1))).toEqual(refused('too_many_invitations'));
      good(await makeRoom(store, 'dev', 'ada'));
      expect(await invite('ada', 'bob', 'dev', most(1, 100))).toEqual(refused('too_many_invitations'));
      expect(good(await invite('ada', 'bob', 'dev', most(2, 1)))).toMatchObject({ changed: true });
    });

    test('one person makes few invitations to another, and not too many in all', async () => {
      const store = the();
      for (const name of ['dev', 'ops', 'qa']) good(await makeRoom(store, name, 'ada'));
      good(await invite('ada', 'bob'));
      good(await invite('ada', 'bob', 'dev'));
      expect(await invite('ada', 'bob', 'ops', { invitationsToOne: 2 })).toEqual(refused('too_many_invitations'));
      good(await invite('ada', 'cyd', 'ops', { invitationsToOne: 2 }));
      expect(await invite('ada', 'cyd', 'qa', { invitationsByOne: 3 })).toEqual(refused('too_many_invitations'));
      // Others may, and those to a room that the inviter has left count for nothing.
      good(await join(store, 'ops', 'cyd'));
      good(await invite('cyd', 'bob', 'ops', { invitationsToOne: 1 }));
      good(await join(store, 'dev', 'cyd'));
      good(await setRole(store, 'dev', 'cyd', 'owner', 'ada'));
      good(await leave(store, 'dev', 'ada'));
      good(await invite('ada', 'bob', 'qa', { invitationsToOne: 2, invitationsByOne: 2 }));
    });

    test('an invitation of somebody who is blocked looks like any other, but is not delivered', async () => {
      const store = the();
      const block = async (value: true | null) => {
        const entries = [{ kind: 'block', key: user('ada'), value } as const];
        good(await store.setState({ user: user('bob'), session: sessionOf('bob'), entries, limits: stateLimits }));
      };
      await block(true);
      expect(good(await invite('ada', 'bob'))).toMatchObject({ changed: true });
      expect(good(await invite('ada', 'bob'))).toMatchObject({ changed: false });
      expect((await store.roomInvitations(den, { atMs: 1 })).invitations).toMatchObject([{ user: 'bob', by: 'ada' }]);
      expect(await store.invitations(user('bob'))).toEqual([]);
      await block(null);
      expect(await store.invitations(user('bob'))).toHaveLength(1);
      await block(true);
      // It keeps nobody else from inviting.
      good(await invite('ada', 'cyd'));
      good(await accept('cyd'));
      expect(good(await invite('cyd', 'bob'))).toMatchObject({ changed: true });
      expect(await store.invitations(user('bob'))).toMatchObject([{ by: 'cyd' }]);
    });

    test('an invitation is not listed while its user is disabled, and ends with the account of either', async () => {
      const store = the();
      good(await invite('ada', 'bob'));
      const listed = async () => (await store.roomInvitations(den, { atMs: 1 })).invitations.map((each) => each.user);
      const disable = (disabled: boolean) =>
        store.changeAccount({ kind: 'set-disabled', user: user('bob'), disabled, atMs: 1 });
      await disable(true);
      expect(await listed()).toEqual([]);
      await disable(false);
      expect(await listed()).toEqual(['bob']);
      good(await invite('ada', 'cyd'));
      const asked = (name: string) => ({ user: user(name), session: sessionOf(name), passwordHash: `hash of ${name}` });
      good(await store.deleteAccount({ ...asked('cyd'), atMs: 4000 }));
      expect(await listed()).toEqual(['bob']);
      good(await makeRoom(store, 'dev', 'ada'));
      good(await invite('ada', 'bob', 'dev'));
      good(await store.deleteAccount({ ...asked('ada'), atMs: 4000 }));
      expect((await store.roomInvitations(room('dev'), { atMs: 1 })).invitations).toEqual([]);
    });

    test('an invitation ends when it is declined or revoked, or when its room is joined another way', async () => {
      const store = the();
      good(await invite('ada', 'bob'));
      good(await asks('bob', { kind: 'decline', room: den }));
      expect(await accept('bob')).toEqual(refused('no_such_invitation'));
      expect(await asks('bob', { kind: 'decline', room: den })).toEqual(refused('no_such_invitation'));
      good(await invite('ada', 'bob'));
      expect(await asks('cyd', { kind: 'revoke', room: den, user: user('bob') })).toEqual(refused('no_such_room'));
      good(await asks('ada', { kind: 'revoke', room: den, user: user('bob') }));
      expect(await accept('bob')).toEqual(refused('no_such_invitation'));
      expect(await asks('ada', { kind: 'revoke', room: den, user: user('bob') })).toEqual(
        refused('no_such_invitation'),
      );
      good(await makeRoom(store, 'dev', 'ada'));
      good(await invite('ada', 'bob', 'dev'));
      good(await join(store, 'dev', 'bob'));
      expect(await store.invitations(user('bob'))).toEqual([]);
    });

    test('a link makes one member, the first of two at once, until it ends or is revoked', async () => {
      good(await link('ada', 'one'));
      const both = await Promise.all([accept('bob', byCode('one')), accept('cyd', byCode('one'))]);
      expect(both.map(({ ok }) => ok)).toEqual([true, false]);
      expect(both[1]).toEqual(refused('no_such_invitation'));
      expect(good(both[0])).toMatchObject({ room: 'den', events: [{ author: 'bob', by: 'ada' }] });
      good(await link('ada', 'two', 5000));
      expect(await accept('cyd', byCode('two', 5000))).toEqual(refused('no_such_invitation'));
      good(await link('ada', 'three'));
      // A member does not use it up.
      expect(good(await accept('bob', byCode('three')))).toMatchObject({ changed: false, room: 'den' });
      good(await asks('ada', { kind: 'revoke', room: den }));
      expect(await accept('cyd', byCode('three'))).toEqual(refused('no_such_invitation'));
      expect(await asks('ada', { kind: 'revoke', room: den })).toEqual(refused('no_such_invitation'));
      expect(await accept('cyd', byCode('guessed'))).toEqual(refused('no_such_invitation'));
      good(await link('ada', 'four', 9000, 1));
      expect(await link('ada', 'five', 9000, 1)).toEqual(refused('too_many_invitations'));
    });

    test('what is pending of a room is listed, the newest first, and without links that have ended', async () => {
      const store = the();
      expect(await store.roomInvitations(den, { atMs: 1 })).toEqual({ invitations: [], links: 0 });
      good(await invite('ada', 'bob'));
      good(await accept('bob'));
      await signUp(store, 'dee');
      good(await asks('bob', { kind: 'invite', room: den, user: user('dee'), limits }, 2000));
      good(await invite('ada', 'cyd'));
      good(await makeRoom(store, 'dev', 'ada'));
      good(await invite('ada', 'bob', 'dev'));
      good(await link('ada', 'one', 5000));
      good(await link('bob', 'two', 9000));
      const [cyd, dee] = [
        { user: 'cyd', by: 'ada', at: 3000 },
        { user: 'dee', by: 'bob', at: 2000 },
      ];
      expect(await store.roomInvitations(den, { atMs: 4999 })).toEqual({ invitations: [cyd, dee], links: 2 });
      expect(await store.roomInvitations(den, { by: user('bob'), atMs: 5000 })).toEqual({
        invitations: [dee],
        links: 1,
      });
    });

    test('a room too many refuses the accepting, which can be tried again', async () => {
      good(await invite('ada', 'bob'));
      good(await link('ada', 'one'));
      expect(await accept('bob', { room: den }, 1)).toEqual(refused('too_many_rooms'));
      expect(await accept('cyd', byCode('one'), 1)).toEqual(refused('too_many_rooms'));
      expect(good(await accept('bob', { room: den }, 2))).toMatchObject({ changed: true });
      expect(good(await accept('cyd', byCode('one'), 2))).toMatchObject({ changed: true });
    });

    test('an ended session changes nothing', async () => {
      await the().endSession(user('ada'), sessionOf('ada'));
      expect(await invite('ada', 'bob')).toEqual(refused('session_expired'));
    });
  });
}
