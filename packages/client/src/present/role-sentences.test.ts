import type { UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { describedAs } from '../testing/description.ts';
import { policyText } from './policy-words.ts';
import { readOnlyText } from './role-sentences.ts';

test('a room says why its readers cannot write, and nothing to others', () => {
  expect(readOnlyText(describedAs('ops', { role: 'reader' }))).toBe(
    'You can only read #ops: you are a reader there. Its owners can make you a member.',
  );
  expect(readOnlyText(describedAs('ops', { role: 'member' }))).toBeUndefined();
  expect(readOnlyText(describedAs('ops'))).toBeUndefined();
  expect(readOnlyText(describedAs('ops', { role: 'owner', archived: true }))).toContain('That room is archived');
  const { name: _, ...direct } = describedAs('', { kind: 'direct', role: 'reader', members: 1 });
  expect(readOnlyText(direct)).toBe('The account of the other person was deleted, so this room can only be read.');
  const ofBob = { ...direct, with: ['bob' as UserId] };
  expect(readOnlyText(ofBob)).toBe('The account of bob was deleted, so this room can only be read.');
  expect(readOnlyText({ ...direct, role: 'member' })).toBeUndefined();
});

test('who may invite and what newcomers can read are sentences', () => {
  expect(policyText({ history: 'shared' })).toBe(
    'All members may invite. Newcomers can read what was said before they joined.',
  );
  expect(policyText({ inviters: 'moderators', history: 'joined' })).toBe(
    'Only moderators and owners may invite. Newcomers can read only what is said after they join.',
  );
});
