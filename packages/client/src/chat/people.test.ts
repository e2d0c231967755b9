import type { Profile, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { noPeople, personIn, withProfiles } from './people.ts';

const profile = (user: string, given: Omit<Profile, 'user'> = {}): Profile => ({ user: user as UserId, ...given });

test('profiles replace earlier ones, empty ones are dropped, and what is the same changes nothing', () => {
  const one = withProfiles(noPeople, [profile('ada', { displayName: 'Ada' }), profile('bob')]);
  expect({ ...one }).toEqual({ ada: { user: 'ada', displayName: 'Ada' } });
  expect(withProfiles(one, [profile('ada', { displayName: 'Ada' }), profile('cyd')])).toBe(one);
  const two = withProfiles(one, [profile('ada', { away: '' })]);
  expect({ ...two }).toEqual({ ada: { user: 'ada', away: '' } });
  expect({ ...withProfiles(two, [profile('ada')]) }).toEqual({});
  expect(personIn({ people: two }, 'bob' as UserId)).toEqual({ user: 'bob' });
});

test("a user may have the name of an object's property", () => {
  const people = withProfiles(noPeople, [profile('constructor', { status: 'x' })]);
  expect(personIn({ people }, 'constructor' as UserId).status).toBe('x');
  expect(personIn({ people: noPeople }, 'constructor' as UserId)).toEqual({ user: 'constructor' });
});

test('a server cannot fill the memory with profiles, but known ones still change', () => {
  const many = Array.from({ length: 6000 }, (_, i) => profile(`user${i}`, { status: 'x' }));
  const people = withProfiles(noPeople, many);
  expect(Object.keys(people)).toHaveLength(5000);
  const changed = withProfiles(people, [profile('user0', { status: 'y' }), profile('user5999', { status: 'y' })]);
  expect(Object.keys(changed)).toHaveLength(5000);
  expect(changed.user0?.status).toBe('y');
  const freed = withProfiles(people, [profile('user0'), profile('user5999', { status: 'y' })]);
  expect(freed.user5999?.status).toBe('y');
});
