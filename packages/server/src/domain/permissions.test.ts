import { expect, test } from 'vitest';
import { actions, mayDo, outranks, refusalTo } from './permissions.ts';

const standing = { kind: 'public', role: 'member', isAdministrator: false } as const;

test('a role may do what lower ones may, and nobody does anything where no room is', () => {
  for (const role of ['reader', 'member', 'moderator', 'owner'] as const) {
    expect([role, mayDo('read', { ...standing, role })]).toEqual([role, true]);
    expect([role, mayDo('send', { ...standing, role })]).toEqual([role, role !== 'reader']);
    expect([role, mayDo('ban', { ...standing, role })]).toEqual([role, role === 'moderator' || role === 'owner']);
    expect([role, mayDo('rename', { ...standing, role })]).toEqual([role, role === 'owner']);
    expect(mayDo('read', { ...standing, kind: undefined, role })).toBe(false);
  }
  expect(mayDo('read', { ...standing, role: undefined })).toBe(false);
});

test('where only moderators invite, members do not', () => {
  const may = (role: 'reader' | 'member' | 'moderator', inviters?: 'members' | 'moderators') =>
    mayDo('invite', { ...standing, kind: 'private', role, inviters });
  expect([may('reader'), may('member'), may('member', 'members')]).toEqual([false, true, true]);
  expect([may('member', 'moderators'), may('moderator', 'moderators')]).toEqual([false, true]);
  expect(refusalTo('invite', { ...standing, inviters: 'moderators' })).toBe('not_allowed');
});

test('an archived room can be read, left and taken out of the archive, and nothing else', () => {
  const owner = { ...standing, role: 'owner', isArchived: true } as const;
  expect(actions.filter((action) => mayDo(action, owner))).toEqual(['read', 'leave', 'archive', 'delete']);
  expect(refusalTo('send', owner)).toBe('archived');
  expect(refusalTo('send', { ...owner, role: 'reader' })).toBe('not_allowed');
  expect(refusalTo('topic', { ...owner, role: undefined })).toBe('not_a_member');
  expect(refusalTo('topic', { ...owner, role: undefined, isAdministrator: true })).toBe('archived');
  expect(refusalTo('send', { ...owner, kind: 'private', role: undefined })).toBe('no_such_room');
});

test('administrators keep order in public rooms, and read none that they are not in', () => {
  const administrator = { kind: 'public', role: undefined, isAdministrator: true } as const;
  expect(mayDo('remove', administrator)).toBe(true);
  expect(mayDo('read', administrator)).toBe(false);
  expect(mayDo('rename', administrator)).toBe(false);
  for (const kind of ['private', 'direct'] as const) expect(mayDo('remove', { ...administrator, kind })).toBe(false);
  expect([outranks(administrator, 'moderator'), outranks(administrator, 'owner')]).toEqual([true, false]);
  expect(outranks({ ...administrator, kind: 'private' }, undefined)).toBe(false);
});
