import { emptyState, roomOf, type StoredChange } from '@securechat/client';
import { outboxStoreContract } from '@securechat/client/testing';
import type { EventId, RoomId, RoomName, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { Account } from './account.ts';
import type { Storages } from './browser-storage.ts';
import { keepSession, storedSession } from './session.ts';
import { deniedStorage, memoryStorage } from './testing/storage.ts';

const message = (id: string, more: Partial<StoredChange> = {}): StoredChange => ({
  id: id as EventId,
  room: 'general' as RoomId,
  change: { type: 'message.send', body: { kind: 'text', text: `text of ${id}` } },
  atMs: 1,
  ...more,
});
const browser = () => ({ tab: memoryStorage(), device: memoryStorage() });
const general = 'general' as RoomId;

/** The stored data of this account, as a new page finds it. */
function open(storages: Storages, { user = 'ada', stay = false } = {}) {
  return new Account(storages, { token: 't', user: user as UserId, stay });
}

outboxStoreContract("in the browser's storage", () => {
  const storages = browser();
  return { store: open(storages).unsent, reopen: () => open(storages).unsent };
});

test("two tabs of one account share the storage, and neither drops the other's messages", () => {
  const storages = { tab: undefined, device: memoryStorage() };
  const [one, other] = [open(storages, { stay: true }), open(storages, { stay: true })];
  one.unsent.put(message('a'));
  other.unsent.put(message('b'));
  one.unsent.drop('a' as EventId);
  expect(other.unsent.load()).toEqual([message('b')]);
});

test('each account has its own storage, even if one name is a prefix of another', () => {
  const storages = browser();
  open(storages, { user: 'ada' }).unsent.put(message('a'));
  open(storages, { user: 'ada-2' }).unsent.put(message('b'));
  open(storages, { user: 'ada-2' }).forget();
  expect(open(storages, { user: 'ada' }).unsent.load()).toEqual([message('a')]);
  expect(open(storages, { user: 'ada-2' }).unsent.load()).toEqual([]);
});

test('a new log-in with the other choice of storage finds earlier data', () => {
  const storages = browser();
  open(storages).unsent.put(message('a'));
  open(storages).drafts.set(general, 'half a thou');
  const staying = open(storages, { stay: true });
  expect(staying.unsent.load()).toEqual([message('a')]);
  expect(staying.drafts.of(general)).toBe('half a thou');
  staying.unsent.put(message('a', { refused: 'no' }));
  expect([storages.tab.getItem('securechat.unsent.ada.a'), staying.unsent.load().length]).toEqual([null, 1]);
});

test('after logging out nothing is left, and a client that is still closing stores nothing more', () => {
  const storages = browser();
  keepSession(storages, { token: 't', user: 'ada' as UserId, stay: false });
  const account = open(storages);
  account.unsent.put(message('a'));
  account.drafts.set(general, 'half a thou');
  account.forget();
  account.unsent.put(message('b'));
  expect([storages.tab.length, storedSession(storages), account.drafts.of(general)]).toEqual([0, undefined, '']);
});

test('an expired session keeps typed text for the next log-in', () => {
  const storages = browser();
  keepSession(storages, { token: 't', user: 'ada' as UserId, stay: false });
  const account = open(storages);
  account.unsent.put(message('a'));
  account.drafts.set(general, 'half a thou');
  account.expire();
  expect(storedSession(storages)).toBeUndefined();
  expect(open(storages).unsent.load()).toEqual([message('a')]);
  expect(open(storages).drafts.of(general)).toBe('half a thou');
});

test('an unknown kind of change is skipped, and stays for a version that knows it', () => {
  const storages = browser();
  const kept = message('a');
  open(storages).unsent.put(kept);
  const bad = [
    { id: 'a b' },
    { room: '../x' },
    { atMs: 'now' },
    { change: { type: 'message.weigh', grams: 3 } },
    { change: 7 },
  ]
    .concat([{ change: { type: 'ping' } }, { change: { type: 'message.send', body: { kind: 'text' } } }] as never)
    .map((more) => JSON.stringify({ n: 1, stored: { ...kept, ...more } }));
  for (const [at, text] of ['', '{', 'null', '[]', '{"n":1}', ...bad].entries()) {
    storages.tab.setItem(`securechat.unsent.ada.bad${at}`, text);
  }
  expect(open(storages).unsent.load()).toEqual([kept]);
});

test('messages stored by the previous version are read in order, and deleted when confirmed', () => {
  const storages = browser();
  const old = (n: number, id: string, more = {}) =>
    storages.tab.setItem(
      `securechat.unsent.ada.${id}`,
      JSON.stringify({ n, message: { id, room: 'general', text: `text of ${id}`, atMs: 1, ...more } }),
    );
  old(2, 'b', { refused: 'too long' });
  old(1, 'a');
  const { unsent } = open(storages);
  unsent.put(message('c'));
  expect(unsent.load()).toEqual([message('a'), message('b', { refused: 'too long' }), message('c')]);
  unsent.drop('a' as EventId);
  unsent.put(message('b'));
  expect(open(storages).unsent.load()).toEqual([message('b'), message('c')]);
});

test('with a full or denied storage only persistence is lost', () => {
  for (const tab of [memoryStorage(0), deniedStorage(), undefined]) {
    const account = open({ tab, device: undefined });
    expect(() => account.unsent.put(message('a'))).toThrow();
    account.unsent.drop('a' as EventId);
    expect(account.unsent.load()).toEqual([]);
    account.drafts.set(general, 'half a thou');
    expect(account.drafts.of(general)).toBe('half a thou');
    account.forget();
  }
});

test('a room that the server has not told of has the name that was kept of it, until the user logs out', () => {
  const storages = browser();
  const id = 'rabcdefghijklmnopqrst' as RoomId;
  const called = (name: string) => ({ byRoom: { [id]: { ...roomOf(emptyState, id), name: name as RoomName } } });
  const seen = (state: Parameters<typeof roomOf>[0]) => open(storages).roomNames.roomOf(state, id).name;
  expect(seen(emptyState)).toBe(id);
  open(storages).roomNames.keep(called('kitchen'), id);
  open(storages).roomNames.keep(emptyState, id);
  expect([seen(emptyState), seen(called('canteen'))]).toEqual(['kitchen', 'canteen']);
  open(storages).forget();
  expect(seen(emptyState)).toBe(id);
});

test('a draft belongs to its room', () => {
  const storages = browser();
  const { drafts } = open(storages);
  drafts.set(general, 'for all');
  drafts.set('kitchen' as RoomId, 'for cooks');
  drafts.set(general, '');
  const later = open(storages).drafts;
  expect([later.of(general), later.of('kitchen' as RoomId)]).toEqual(['', 'for cooks']);
});

test('all drafts that are not empty are known, from this load of the page and from earlier ones', () => {
  const storages = browser();
  open(storages).drafts.set('kitchen' as RoomId, 'for cooks');
  const { drafts } = open(storages);
  drafts.set(general, 'for all');
  expect([...drafts.all()].sort()).toEqual([
    ['general', 'for all'],
    ['kitchen', 'for cooks'],
  ]);
  drafts.set(general, '');
  drafts.set('kitchen' as RoomId, '');
  expect(drafts.all().size).toBe(0);
});
