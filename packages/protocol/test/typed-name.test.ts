import { expect, test } from 'vitest';
import { isRoomName, isUserId, typedRoomName, typedUserName } from '../src/index.ts';

test.each([' Ada ', 'ADA', '@ada', ' @Ada\n', 'ada'])('%j is ada', (typed) => {
  expect(typedUserName(typed)).toBe('ada');
});

test.each([' #Kitchen', 'KITCHEN', 'kitchen '])('%j is kitchen', (typed) => {
  expect(typedRoomName(typed)).toBe('kitchen');
});

test.each(['', '@', '@@ada', 'a da', '#ada', '\u212Bda', 'o\u212A'])('%j is no user name', (typed) => {
  expect(isUserId(typedUserName(typed))).toBe(false);
});

test.each(['', '#', '##dev', '@dev', 'o\u212A'])('%j is no room name', (typed) => {
  expect(isRoomName(typedRoomName(typed))).toBe(false);
});
