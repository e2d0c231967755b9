import { userStateStoreContract } from '@securechat/client/testing';
import { expect, test } from 'vitest';
import { BrowserStorage } from './browser-storage.ts';
import { memoryStorage } from './testing/storage.ts';
import { UserStateStorage } from './user-state-storage.ts';

const fakeStorages = () => ({ tab: memoryStorage(), device: memoryStorage() });
const star = (key: string, unsent: boolean) => ({ kind: 'star', key, value: true, unsent });

test('unsent changes survive a reload, and what the server has is fetched again', () => {
  const storages = fakeStorages();
  const open = () => new UserStateStorage(new BrowserStorage(storages, true, 'state.ada.'));
  const first = open();
  first.save({ owner: 'ada g1', ver: 3, reset: false, entries: [star('a', false), star('b', true)] });
  expect(first.load().entries).toHaveLength(2);
  expect(open().load()).toEqual({ owner: undefined, ver: 0, entries: [star('b', true)] });
  first.save({ owner: 'ada g1', ver: 4, reset: false, entries: [star('b', false)] });
  expect(open().load().entries).toEqual([]);
});

test('what others have written is skipped, and nothing is stored after the end', () => {
  const storages = fakeStorages();
  const storage = new BrowserStorage(storages, true, 'state.ada.');
  for (const [i, text] of ['', '7', 'null', '{"kind":1,"key":"a","value":1}', '{"kind":"a"}'].entries()) {
    storage.set(`bad${i}`, text);
  }
  const store = new UserStateStorage(storage);
  expect(store.load().entries).toEqual([]);
  store.end();
  store.save({ owner: 'ada g1', ver: 1, reset: false, entries: [star('a', true)] });
  expect(storage.names()).toEqual([]);
});

userStateStoreContract('of the page, in one load', () => {
  const store = new UserStateStorage(new BrowserStorage(fakeStorages(), true, 'state.ada.'));
  return { store, reopen: () => store };
});
