import type { RoomId, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { validateRemoval } from './removal.ts';
import { removalRefusal } from './removal-rule.ts';

const removal = (room: string, user: string, by: string) => ({
  room: room as RoomId,
  user: user as UserId,
  by: by as UserId,
});

test('another may be removed from any room but #general', () => {
  expect(validateRemoval(removal('kitchen', 'bob', 'ada'))).toBeUndefined();
  expect(validateRemoval(removal('general', 'bob', 'ada'))).toMatchObject({
    code: 'not_allowed',
    detail: expect.stringContaining('#general'),
  });
});

test('who wants to go is told how', () => {
  expect(validateRemoval(removal('kitchen', 'ada', 'ada'))).toMatchObject({
    code: 'not_allowed',
    detail: expect.stringContaining('Leave the room'),
  });
});

test('only the maker of a room removes, while a member of it, and only a member', () => {
  const standing = { byIsMember: true, byMadeIt: true, userIsMember: true };
  expect(removalRefusal(standing)).toBeUndefined();
  expect(removalRefusal({ ...standing, userIsMember: false })).toBe('no_such_member');
  expect(removalRefusal({ ...standing, byMadeIt: false })).toBe('not_allowed');
  expect(removalRefusal({ ...standing, byMadeIt: false, userIsMember: false })).toBe('not_allowed');
  expect(removalRefusal({ ...standing, byIsMember: false })).toBe('not_a_member');
  expect(removalRefusal({ byIsMember: false, byMadeIt: false, userIsMember: false })).toBe('not_a_member');
});
