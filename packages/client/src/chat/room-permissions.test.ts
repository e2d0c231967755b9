import {
  generalRoom,
  limits,
  type MemberRole,
  memberRole,
  type RoomId,
  roomKind,
  type UserId,
} from '@securechat/protocol';
import { expect, test } from 'vitest';
import { banMember, removeMember, setRole } from '../../../server/src/domain/decide-moderation.ts';
import { mayDo } from '../../../server/src/domain/permissions.ts';
import { validateRemoval, validateRoleChange } from '../../../server/src/domain/removal.ts';
import type { RoomFacts } from '../../../server/src/domain/room-command.ts';
import { describedAs } from '../testing/description.ts';
import { freshRoom } from './by-room.ts';
import type { ChatState, RoomState } from './model.ts';
import { emptyState } from './reducer.ts';
import { allows, mayIn, memberActions, roomActions } from './room-permissions.ts';

const roles = [undefined, ...memberRole.options];
const [me, bob, ops] = ['ada' as UserId, 'bob' as UserId, 'r1' as RoomId];

/** The state of a user with this role in a room; an administrator of the server owns `general`. */
function stateWith(id: RoomId, role: MemberRole | undefined, isAdministrator: boolean, more: Partial<RoomState> = {}) {
  const of = (room: RoomId, ownRole: MemberRole | undefined): RoomState => ({
    ...freshRoom(room),
    ...describedAs('ops', { owners: [bob] }),
    ...(room === id && more),
    ...(ownRole && { role: ownRole }),
  });
  const general = of(generalRoom, isAdministrator ? 'owner' : 'member');
  const room = id === generalRoom ? general : of(id, role);
  const state: ChatState = { ...emptyState, me, byRoom: { [generalRoom]: general, [room.id]: room } };
  return { state, room };
}

test('what is offered by role is what the server allows', () => {
  for (const action of roomActions) {
    for (const kind of roomKind.options) {
      for (const role of roles) {
        for (const isAdministrator of [false, true]) {
          for (const [isArchived, inviters] of [
            [false, undefined],
            [true, undefined],
            [false, 'members'],
            [false, 'moderators'],
          ] as const) {
            const standing = {
              kind,
              isAdministrator,
              ...(role && { role }),
              ...(inviters && { inviters }),
              ...(isArchived && { archived: true as const }),
            };
            const offered = [action, standing, allows(action, standing)];
            expect(offered).toEqual([
              action,
              standing,
              mayDo(action, { kind, role, inviters, isAdministrator, isArchived }),
            ]);
          }
        }
      }
    }
  }
});

test('the roles and removals that are offered for a member are those that the server accepts', () => {
  const base = { room: ops, by: me, user: bob, id: 'e', atMs: 1 };
  for (const kind of roomKind.options) {
    for (const role of roles) {
      for (const isAdministrator of [false, true]) {
        for (const targetRole of memberRole.options) {
          const { state, room } = stateWith(ops, role, isAdministrator, { kind });
          const facts = {
            ...{
              kind,
              role,
              isAdministrator,
              targetRole,
              targetExists: true,
              isServers: false,
              owners: 2,
              otherOwners: 1,
            },
          } as unknown as RoomFacts;
          const { ownersPerRoom } = limits;
          const accepted = memberRole.options.filter(
            (wanted) =>
              wanted !== targetRole &&
              setRole(facts, { ...base, kind: 'role', role: wanted, ownersPerRoom } as never).ok,
          );
          const offered = memberActions(state, room, { user: bob, role: targetRole });
          expect([...offered.roles].sort()).toEqual(accepted.sort());
          expect(offered.remove).toBe(removeMember(facts, { ...base, kind: 'remove' } as never).ok);
          expect(offered.remove).toBe(banMember(facts, { ...base, kind: 'ban' } as never).ok);
        }
      }
    }
  }
});

test('in #general, nobody is removed and the owners are left to the operator', () => {
  const { state, room } = stateWith(generalRoom, 'owner', true);
  expect(memberActions(state, room, { user: bob, role: 'member' })).toEqual({
    roles: ['reader', 'moderator'],
    remove: false,
  });
  expect(memberActions(state, room, { user: bob, role: 'owner' }).roles).toEqual([]);
  expect([mayIn(state, room, 'archive'), mayIn(state, room, 'delete')]).toEqual([false, false]);
  expect(validateRoleChange({ room: generalRoom, role: 'owner' })).toBeDefined();
  expect(validateRemoval({ room: generalRoom, user: bob, by: me })).toBeDefined();
});

test('owners may give up their own role, but not remove themselves; an administrator helps a room without an owner', () => {
  const own = stateWith(ops, 'owner', false);
  expect(memberActions(own.state, own.room, { user: me, role: 'owner' })).toEqual({
    roles: ['reader', 'member', 'moderator'],
    remove: false,
  });
  const lost = stateWith(ops, 'member', true, { owners: [] });
  expect(memberActions(lost.state, lost.room, { user: bob, role: 'member' }).roles).toContain('owner');
  expect([mayIn(lost.state, lost.room, 'topic'), mayIn(lost.state, lost.room, 'rename')]).toEqual([true, false]);
});
