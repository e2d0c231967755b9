import type { RoomId, UserId } from '@securechat/protocol/ids';
import { expect, test } from 'vitest';
import { validateRemoval } from './removal.ts';

const removal = (room: string, user: string, by: string) => ({
  room: room as RoomId,
  user: user as UserId,
  by: by as UserId,
});

test('another user may be removed from any room but #general', () => {
  expect(validateRemoval(removal('kitchen', 'bob', 'ada'))).toBeUndefined();
  expect(validateRemoval(removal('general', 'bob', 'ada'))).toMatchObject({
    code: 'not_allowed',
    detail: expect.stringContaining('#general'),
  });
});

test('a user who removes themselves is told how to leave', () => {
  expect(validateRemoval(removal('kitchen', 'ada', 'ada'))).toMatchObject({
    code: 'not_allowed',
    detail: expect.stringContaining('Leave the room'),
  });
});
