import type { UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { forgetSession, keepSession, storedSession } from './session.ts';
import { deniedStorage, memoryStorage } from './testing/storage.ts';

const session = (token: string, stay: boolean) => ({ token, user: 'ada' as UserId, stay });
const browser = () => ({ tab: memoryStorage(), device: memoryStorage() });

test('a session is stored for the tab or for the device, never both', () => {
  const both = browser();
  keepSession(both, session('one', false));
  expect([both.device.length, storedSession(both)]).toEqual([0, session('one', false)]);
  keepSession(both, session('two', true));
  expect([both.tab.length, storedSession(both)]).toEqual([0, session('two', true)]);
  forgetSession(both, session('two', true));
  expect([both.device.length, storedSession(both)]).toEqual([0, undefined]);
});

test('a tab whose session has ended does not delete the session of another tab', () => {
  const both = browser();
  keepSession(both, session('new', true));
  forgetSession(both, session('old', true));
  expect(storedSession(both)?.token).toBe('new');
});

test('a token without a user is not a session', () => {
  const both = browser();
  both.device.setItem('securechat.token', 'one');
  expect(storedSession(both)).toBeUndefined();
});

test('with denied storage only persistence is lost', () => {
  for (const storages of [
    { tab: deniedStorage(), device: deniedStorage() },
    { tab: undefined, device: undefined },
  ]) {
    keepSession(storages, session('one', false));
    expect(storedSession(storages)).toBeUndefined();
    forgetSession(storages, session('one', false));
  }
});
