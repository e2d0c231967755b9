import type { RoomId, UserId } from '@securechat/protocol';
import { expect, test } from 'vitest';
import { Account } from './account.ts';
import { deniedStorage, memoryStorage } from './testing/storage.ts';

const general = 'general' as RoomId;
const edit = { seq: 3, text: 'better' };
const key = 'securechat.edit.ada.general';

/** The edits of an account, as a new page finds them. */
function open(tab: Storage | undefined) {
  return new Account({ tab, device: undefined }, { token: 't', user: 'ada' as UserId, stay: false });
}

test('an edit is there after a reload if it is stored, until it is removed or its message is deleted', () => {
  const tab = memoryStorage();
  const { edits } = open(tab);
  edits.set(general, edit, true);
  expect(open(tab).edits.of(general)).toEqual(edit);
  edits.unstore(general);
  expect([edits.of(general), open(tab).edits.of(general)]).toEqual([edit, undefined]);
  edits.set(general, edit, true);
  // Typed back to what the message says.
  edits.set(general, edit, false);
  expect([edits.of(general), tab.length]).toEqual([edit, 0]);
  edits.set(general, edit, true);
  edits.remove(general);
  expect([edits.of(general), tab.length]).toEqual([undefined, 0]);
});

test('logging out deletes all edits, also those of earlier loads of the page', () => {
  const tab = memoryStorage();
  open(tab).edits.set(general, edit, true);
  const later = open(tab);
  later.forget();
  expect([tab.length, later.edits.of(general)]).toEqual([0, undefined]);
});

test('what is not an edit is ignored, and a denied storage loses persistence only', () => {
  for (const text of ['', '{', 'null', '7', '{"seq":1}', '{"seq":"1","text":"x"}', '{"seq":1.5,"text":"x"}']) {
    const tab = memoryStorage();
    tab.setItem(key, text);
    expect(open(tab).edits.of(general)).toBeUndefined();
  }
  for (const tab of [memoryStorage(0), deniedStorage(), undefined]) {
    const { edits } = open(tab);
    edits.set(general, edit, true);
    expect(edits.of(general)).toEqual(edit);
    edits.clear();
    expect(edits.of(general)).toBeUndefined();
  }
});
