import type { RoomEvent, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { momentOf } from './days.ts';
import { removalText } from './removal.ts';

const told = (event: object, me = 'ada') =>
  removalText(
    {
      kind: 'event',
      label: '#team',
      event: { room: 'r1', seq: 3, id: 'e3', author: 'cyd', at: 1, user: 'ada', ...event } as RoomEvent,
    },
    me as UserId,
  );

test('whoever is removed or banned is told by whom and why, until when, and what they can do', () => {
  const untilMs = 3_600_000;
  expect(told({ type: 'member-removed', reason: 'wrong room' })).toBe(
    'You were removed from #team by cyd. The reason given: wrong room',
  );
  expect(told({ type: 'member-banned' })).toBe(
    'You were banned from #team by cyd. Its owners and moderators can lift the ban.',
  );
  expect(told({ type: 'member-banned', untilMs, reason: 'spam' })).toBe(
    `You were banned from #team by cyd until ${momentOf(untilMs)}. Its owners and moderators can lift the ban earlier. The reason given: spam`,
  );
  expect(told({ type: 'member-banned' }, 'bob')).toBeUndefined();
  expect(told({ type: 'role', role: 'reader' })).toBeUndefined();
  expect(removalText({ kind: 'room-deleted', label: '#team' }, undefined)).toBe('#team was deleted.');
});
