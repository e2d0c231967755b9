import type { UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { forgetSession, keepSession, keptSession } from './session.ts';
import { deniedStorage, memoryStorage } from './testing/storage.ts';

const session = (token: string, stay: boolean) => ({ token, user: 'ada' as UserId, stay });
const browser = () => ({ tab: memoryStorage(), device: memoryStorage() });

test('a session is kept for the tab, or for the device, and never in both', () => {
  const both = browser();
  keepSession(both, session('one', false));
  expect([both.device.length, keptSession(both)]).toEqual([0, session('one', false)]);
  keepSession(both, session('two', true));
  expect([both.tab.length, keptSession(both)]).toEqual([0, session('two', true)]);
  forgetSession(both, session('two', true));
  expect([both.device.length, keptSession(both)]).toEqual([0, undefined]);
});

test('a tab whose session has ended leaves the one that another tab began', () => {
  const both = browser();
  keepSession(both, session('new', true));
  forgetSession(both, session('old', true));
  expect(keptSession(both)?.token).toBe('new');
});

test('a token without a user is no session', () => {
  const both = browser();
  both.device.setItem('securechat.token', 'one');
  expect(keptSession(both)).toBeUndefined();
});

test('a browser that denies storage costs nothing but the memory', () => {
  for (const storages of [
    { tab: deniedStorage(), device: deniedStorage() },
    { tab: undefined, device: undefined },
  ]) {
    keepSession(storages, session('one', false));
    expect(keptSession(storages)).toBeUndefined();
    forgetSession(storages, session('one', false));
  }
});
