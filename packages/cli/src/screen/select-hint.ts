import type { RoomState } from '@securechat/client';
import type { ActionName } from '../chat/keys/bindings.ts';
import type { Keymap } from '../chat/keys/keymap.ts';
import { sayKey } from '../chat/keys/names.ts';
import { isPicked, pickedOf, type Selecting } from '../chat/state/selecting.ts';
import { widthOf } from '../text/width.ts';

/** A bound, because each frame counts. */
const maxCounted = 999;

function countWords(selecting: Selecting, room: RoomState): string {
  const { from, picked } = selecting;
  if (picked.size === 0 && from === undefined) return 'select messages';
  const { length } = pickedOf(selecting, room, maxCounted + 1);
  const count = length > maxCounted ? `${maxCounted}+` : length;
  return `${count} selected`;
}

/** The number of selected and of new messages, and as many of the effective keys as fit. */
export function selectHint(selecting: Selecting, room: RoomState, newBelow: number, keymap: Keymap, columns: number) {
  const { at, from } = selecting;
  const count = `${countWords(selecting, room)}${newBelow > 0 ? `, ${newBelow} new below` : ''}`;
  const told = (name: ActionName, words: string) => {
    const key = keymap.keysOf(name)[0];
    return key === undefined ? [] : [`${sayKey(key)} ${words}`];
  };
  const copy = told('select-copy', 'copies');
  const leave = told('select-close', 'cancels');
  const toggle = from !== undefined ? [] : told('select-toggle', isPicked(selecting, at) ? 'deselects' : 'selects');
  const range = told('select-range', from === undefined ? 'starts a range' : 'ends the range');
  const change = [...told('select-edit', 'edits'), ...told('select-delete', 'deletes')];
  const all = [...toggle, ...range, ...copy, ...change, ...leave];
  const ways = [
    all,
    [...toggle, ...range, ...copy, ...leave],
    [...toggle, ...copy, ...leave],
    [...copy, ...leave],
    copy,
  ];
  const lines = ways.map((keys) => ` ${[count, keys.join(', ')].filter(Boolean).join(' · ')}`);
  return lines.find((line) => widthOf(line) <= columns) ?? ` ${count}`;
}
