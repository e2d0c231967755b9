import type { Edit } from '../state/composer-edits.ts';

/** What a key can do beyond editing text. */
export const runNames = [
  'send',
  'pageUp',
  'pageDown',
  'newest',
  'close',
  'nextRoom',
  'previousRoom',
  'clearOrQuit',
  'deleteOrQuit',
  'redraw',
  'editOutside',
  'complete',
  'searchSent',
] as const;
export type RunName = (typeof runNames)[number];
export type Action = { readonly edit: Edit } | { readonly run: RunName };

/** A row of the key table: the keys by name, what they do, and how the help says it. */
export type Binding = { readonly keys: readonly string[]; readonly does: Action; readonly say: string };

/** Every key there is. The help is drawn from it. */
export const bindings: readonly Binding[] = [
  { keys: ['enter', 'ctrl+enter'], does: { run: 'send' }, say: 'send the message' },
  { keys: ['alt+enter', 'shift+enter', 'ctrl+j'], does: { edit: 'newline' }, say: 'begin a new line' },
  { keys: ['pageup'], does: { run: 'pageUp' }, say: 'scroll back; at the top, fetch older messages' },
  { keys: ['pagedown'], does: { run: 'pageDown' }, say: 'scroll forward' },
  { keys: ['end'], does: { run: 'newest' }, say: 'end of the line; there already, the newest message' },
  { keys: ['escape'], does: { run: 'close' }, say: 'close help, or go to the newest message' },
  { keys: ['ctrl+n', 'alt+down'], does: { run: 'nextRoom' }, say: 'next room' },
  { keys: ['ctrl+p', 'alt+up'], does: { run: 'previousRoom' }, say: 'previous room' },
  { keys: ['ctrl+c'], does: { run: 'clearOrQuit' }, say: 'empty the composer; quit when it is empty' },
  { keys: ['ctrl+d'], does: { run: 'deleteOrQuit' }, say: 'delete a letter; quit when the composer is empty' },
  { keys: ['ctrl+l'], does: { run: 'redraw' }, say: 'draw the screen anew' },
  { keys: ['left', 'ctrl+b'], does: { edit: 'left' }, say: 'a letter to the left' },
  { keys: ['right', 'ctrl+f'], does: { edit: 'right' }, say: 'a letter to the right' },
  { keys: ['ctrl+left', 'alt+left', 'alt+b'], does: { edit: 'wordLeft' }, say: 'a word to the left' },
  { keys: ['ctrl+right', 'alt+right', 'alt+f'], does: { edit: 'wordRight' }, say: 'a word to the right' },
  { keys: ['home', 'ctrl+a'], does: { edit: 'home' }, say: 'to the beginning of the line' },
  { keys: ['ctrl+e'], does: { edit: 'end' }, say: 'to the end of the line' },
  { keys: ['up'], does: { edit: 'up' }, say: 'a line up; in the first, what was sent before' },
  { keys: ['down'], does: { edit: 'down' }, say: 'a line down; in the last, what was sent after' },
  { keys: ['backspace', 'ctrl+h'], does: { edit: 'backspace' }, say: 'delete the letter before' },
  { keys: ['delete'], does: { edit: 'delete' }, say: 'delete the letter after' },
  { keys: ['ctrl+w'], does: { edit: 'deleteWord' }, say: 'cut out what was typed since the last space' },
  { keys: ['alt+backspace'], does: { edit: 'deleteWordBefore' }, say: 'cut out the word before' },
  { keys: ['alt+d'], does: { edit: 'deleteWordAfter' }, say: 'cut out the word after' },
  { keys: ['ctrl+u'], does: { edit: 'deleteToStart' }, say: 'cut out to the beginning of the line' },
  { keys: ['ctrl+k'], does: { edit: 'deleteToEnd' }, say: 'cut out to the end of the line' },
  { keys: ['ctrl+y'], does: { edit: 'yank' }, say: 'put in what was cut out last' },
  { keys: ['alt+y'], does: { edit: 'yankPop' }, say: 'after that: put in what was cut out before instead' },
  { keys: ['ctrl+_'], does: { edit: 'undo' }, say: 'take back the last change of the text' },
  { keys: ['alt+_'], does: { edit: 'redo' }, say: 'make a change again that was taken back' },
  { keys: ['ctrl+t'], does: { edit: 'transpose' }, say: 'let two letters change places' },
  { keys: ['alt+u'], does: { edit: 'upperWord' }, say: 'the word in capital letters' },
  { keys: ['alt+l'], does: { edit: 'lowerWord' }, say: 'the word in small letters' },
  { keys: ['alt+c'], does: { edit: 'capitalWord' }, say: 'the word with a capital letter' },
  {
    keys: ['tab'],
    does: { run: 'complete' },
    say: 'complete a name, room, emoji or command; in the list: Up and Down choose, Tab or Enter takes, Esc closes',
  },
  {
    keys: ['ctrl+r'],
    does: { run: 'searchSent' },
    say: 'search what was sent from here for what is typed; again, the next older',
  },
  { keys: ['ctrl+x ctrl+e'], does: { run: 'editOutside' }, say: 'write in your editor ($VISUAL or $EDITOR)' },
  { keys: ['alt+v'], does: { edit: 'showPasted' }, say: 'show pasted texts in full' },
];

const byKey = new Map(bindings.flatMap(({ keys, does }) => keys.map((key) => [key, does] as const)));

/** What a key does; `undefined` for one that is not in the table. */
export function actionOf(key: string): Action | undefined {
  return byKey.get(key);
}

/** True for a key that does something only together with the next one: `ctrl+x` of `ctrl+x ctrl+e`. */
export function beginsChord(key: string): boolean {
  return bindings.some(({ keys }) => keys.some((bound) => bound.startsWith(`${key} `)));
}
