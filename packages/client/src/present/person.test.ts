import type { UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { agoText, personFacts, personText, profileText } from './person.ts';

const user = 'ada' as UserId;
const nowMs = new Date(2026, 10, 29, 12).getTime();
const min = 60_000;
const presence = (person: object) =>
  personFacts({ user, ...person }, nowMs).find(({ term }) => term === 'Presence')?.text;

test('what stands beside a name has only what is there, and is safe to draw', () => {
  expect(profileText({})).toBe('');
  expect(profileText({ displayName: 'Ada Lovelace', status: 'on the engine', away: 'lunch' })).toBe(
    'Ada Lovelace · on the engine · away: lunch',
  );
  expect(profileText({ away: '' })).toBe('away');
  expect(profileText({ displayName: 'a\u202eb\n\u001b[31m', status: 'x' })).toBe('ab ␛[31m · x');
  expect(personText({ user })).toBe('ada');
  expect(personText({ user, displayName: 'Ada' })).toBe('ada (Ada)');
});

test('whether somebody is there', () => {
  expect(presence({})).toBe('not shown');
  expect(presence({ away: 'lunch' })).toBe('away: lunch');
  expect(presence({ online: true })).toBe('online');
  expect(presence({ online: true, away: '' })).toBe('away');
  expect(presence({ online: false })).toBe('offline');
  expect(presence({ online: false, lastSeenMs: nowMs - 5 * min, away: '' })).toBe('offline, last seen 5 min ago');
  expect(presence({ online: false, away: 'until Monday' })).toBe('offline; away: until Monday');
});

test('facts that are missing have no line', () => {
  expect(personFacts({ user, online: true, hidden: false }, nowMs)).toEqual([
    { term: 'User name', text: 'ada' },
    { term: 'Presence', text: 'online' },
  ]);
  const facts = personFacts({ user, displayName: 'Ada', status: 'busy', hidden: true }, nowMs);
  expect(facts.map(({ term }) => term)).toEqual(['User name', 'Display name', 'Status', 'Presence', 'Invisible']);
});

test('how long ago, or the date', () => {
  const ago = (ms: number) => agoText(nowMs - ms, nowMs);
  expect([-min, min - 1, min, 60 * min, 23 * 60 * min].map(ago)).toEqual([
    'just now',
    'just now',
    '1 min ago',
    '1 h ago',
    '23 h ago',
  ]);
  expect(ago(24 * 60 * min)).toBe('on 2026-11-28');
  expect(agoText(1e300, nowMs)).toBe('at an unknown time');
});
