import type { Edit } from '../state/composer-edits.ts';

/** What a key can do beyond editing text. */
export const runNames = [
  'send',
  'pageUp',
  'pageDown',
  'halfPageUp',
  'halfPageDown',
  'lineUp',
  'lineDown',
  'oldest',
  'newest',
  'endOrNewest',
  'firstUnread',
  'foldSystem',
  'openLong',
  'close',
  'nextRoom',
  'previousRoom',
  'nextActivity',
  'showRoomAt',
  'openSwitcher',
  'cutOrSwitch',
  'openSearch',
  'openHelp',
  'choosePrevious',
  'chooseNext',
  'accept',
  'clearOrQuit',
  'deleteOrQuit',
  'redraw',
  'editOutside',
  'complete',
  'searchSent',
  'nextOffer',
  'previousOffer',
  'takeOffer',
  'closeOffers',
  'commandLine',
  'suspend',
  'selectBegin',
  'selectStep',
  'selectExtend',
  'selectPage',
  'selectEnd',
  'selectToggle',
  'selectRange',
  'selectCopy',
  'selectCopyText',
  'selectLeave',
] as const;
export type RunName = (typeof runNames)[number];

/**
 * What a key does: changes the text, one edit after the other, or runs something, with a number where that wants one. `vim`: the
 * mode of the vim keys afterwards.
 */
export type Action = ({ readonly edits: readonly Edit[] } | { readonly run: RunName; readonly number?: number }) & {
  readonly vim?: 'insert' | 'normal';
};

/**
 * Where a key means this: while a text is written, while nothing is written yet, in the vim keys' normal mode, while a text covers
 * the timeline, in a list that is searched by typing, in the list of completions, where a line of it is chosen, where it is of what was sent, while
 * messages are picked; or anywhere.
 */
export const modes = [
  'composer',
  'empty',
  'normal',
  'overlay',
  'switcher',
  'completion',
  'chosen',
  'sent',
  'select',
  'any',
] as const;
export type Mode = (typeof modes)[number];

/** The headings of the help, in its order. */
export const groups = [
  'Sending',
  'Rooms',
  'Reading',
  'Copying messages',
  'Lists',
  'Moving',
  'Changing text',
  'Vim: normal mode',
  'Program',
] as const;
type Group = (typeof groups)[number];

/** A row of the key table. */
export type KeyRow = {
  readonly mode: Mode;
  readonly group: Group;
  readonly does: Action;
  /** How the help says it. */
  readonly say: string;
  /** The keys, by name; `vim` where that preset has others. */
  readonly keys: readonly string[];
  readonly vim?: readonly string[];
};

type RowArguments = [does: Action, say: string, keys: readonly string[], vim?: readonly string[]];
const rowsOf =
  (group: Group, mode: Mode) =>
  (...[does, say, keys, vim]: RowArguments): KeyRow => ({ mode, group, does, say, keys, ...(vim ? { vim } : {}) });

const run = (name: RunName, vim?: 'insert' | 'normal'): Action => ({ run: name, ...(vim ? { vim } : {}) });
const runBy = (name: RunName, number: number): Action => ({ run: name, number });
const edit = (...edits: Edit[]): Action => ({ edits });
const editThenInsert = (...edits: Edit[]): Action => ({ edits, vim: 'insert' });
/** A key of the vim preset alone. */
const noKeys: readonly string[] = [];

const sending = rowsOf('Sending', 'composer');
const rooms = rowsOf('Rooms', 'composer');
const reading = rowsOf('Reading', 'composer');
const copying = rowsOf('Copying messages', 'select');
const overlay = rowsOf('Lists', 'overlay');
const switcher = rowsOf('Lists', 'switcher');
const completion = rowsOf('Lists', 'completion');
const moving = rowsOf('Moving', 'composer');
const changing = rowsOf('Changing text', 'composer');
const normal = rowsOf('Vim: normal mode', 'normal');
const program = rowsOf('Program', 'composer');

const nth = ['first', 'second', 'third', 'fourth', 'fifth', 'sixth', 'seventh', 'eighth', 'ninth'] as const;
type RoomAt = `room-${1 | 2 | 3 | 4 | 5 | 6 | 7 | 8 | 9}`;
const roomAt = Object.fromEntries(
  nth.map((word, i) => [
    `room-${i + 1}`,
    rooms({ run: 'showRoomAt', number: i + 1 }, `the ${word} room of the list`, [`alt+${i + 1}`]),
  ]),
) as Record<RoomAt, KeyRow>;

/** Every key there is, by the name that keys.toml has for what it does. Help, docs/keys.md and the check of keys.toml are made from it. */
export const keyTable = {
  send: sending(run('send'), 'send the message', ['enter', 'ctrl+enter']),
  newline: sending(edit('newline'), 'start a new line', ['alt+enter', 'shift+enter', 'ctrl+j']),
  complete: sending(run('complete'), 'complete a name, room, emoji or command', ['tab']),
  'search-sent': sending(run('searchSent'), 'search what you sent from this room', ['ctrl+r']),
  'edit-outside': sending(run('editOutside'), 'write in your editor ($VISUAL or $EDITOR)', ['ctrl+x ctrl+e']),
  'show-pasted': sending(edit('showPasted'), 'show pasted texts in full', ['alt+v']),

  switcher: rooms(run('openSwitcher'), 'go to a room, server, person or command by typing part of its name', [
    'alt+k',
    'ctrl+x b',
  ]),
  'next-activity': rooms(run('nextActivity'), 'next room with something new, mentions of you first', ['alt+a']),
  'next-room': rooms(run('nextRoom'), 'next room', ['ctrl+n', 'alt+down']),
  'previous-room': rooms(run('previousRoom'), 'previous room', ['ctrl+p', 'alt+up']),
  ...roomAt,

  'page-up': reading(run('pageUp'), 'scroll back; at the top, fetch older messages', ['pageup']),
  'page-down': reading(run('pageDown'), 'scroll forward', ['pagedown']),
  'half-page-up': reading(run('halfPageUp'), 'scroll back half a page', ['alt+pageup', 'shift+pageup']),
  'half-page-down': reading(run('halfPageDown'), 'scroll forward half a page', ['alt+pagedown', 'shift+pagedown']),
  'line-up': reading(run('lineUp'), 'scroll back a line', ['shift+up', 'ctrl+up']),
  'line-down': reading(run('lineDown'), 'scroll forward a line', ['shift+down', 'ctrl+down']),
  oldest: reading(run('oldest'), 'the oldest message there is here', ['ctrl+home']),
  newest: reading(run('newest'), 'the newest message', ['ctrl+end']),
  'first-unread': reading(run('firstUnread'), 'the first message that was new when you came', ['alt+home', 'ctrl+x u']),
  'fold-system': reading(run('foldSystem'), 'show joins and leaves in a row as one line, or each', ['alt+j']),
  'open-message': reading(run('openLong'), 'show a folded long message in full, or fold it again', ['alt+o']),
  search: reading(run('openSearch'), 'search the messages of this room', ['ctrl+s', 'ctrl+x /']),
  close: reading(
    run('close'),
    'go to the newest message, and dismiss the notice above the composer',
    ['escape'],
    noKeys,
  ),

  select: {
    ...copying(run('selectBegin'), 'pick messages of this room to copy', ['alt+s', 'ctrl+x s']),
    mode: 'composer',
  },
  'select-previous': copying(runBy('selectStep', -1), 'the message above', ['up', 'k', 'ctrl+p']),
  'select-next': copying(runBy('selectStep', 1), 'the message below', ['down', 'j', 'ctrl+n']),
  'select-page-up': copying(runBy('selectPage', -1), 'a page up', ['pageup', 'ctrl+b', 'alt+v']),
  'select-page-down': copying(runBy('selectPage', 1), 'a page down', ['pagedown', 'ctrl+f', 'ctrl+v']),
  'select-oldest': copying(runBy('selectEnd', -1), 'the oldest message that is loaded', ['home', 'g g', 'alt+<']),
  'select-newest': copying(runBy('selectEnd', 1), 'the newest message', ['end', 'G', 'alt+>']),
  'select-toggle': copying(run('selectToggle'), 'pick the message, or no longer; end a range', ['space', 'x']),
  'select-range': copying(run('selectRange'), 'begin a range that goes along, or end it', ['v', 'V']),
  'select-extend-up': copying(runBy('selectExtend', -1), 'a range to the message above', ['shift+up', 'K']),
  'select-extend-down': copying(runBy('selectExtend', 1), 'a range to the message below', ['shift+down', 'J']),
  'select-open': copying(run('openLong'), 'show this long message in full, or fold it again', ['o']),
  'select-copy': copying(run('selectCopy'), 'copy what is picked, or else this message', ['enter', 'y', 'alt+w']),
  'select-copy-text': copying(run('selectCopyText'), 'the same without times and authors', ['t']),
  'select-close': copying(run('selectLeave'), 'copy nothing', ['escape', 'q', 'ctrl+g', 'ctrl+c']),

  'list-close': overlay(run('close'), 'close it', ['escape'], ['escape', 'q']),
  'list-up': overlay(run('lineUp'), 'a line up', ['up'], ['up', 'k']),
  'list-down': overlay(run('lineDown'), 'a line down', ['down'], ['down', 'j']),
  'list-top': overlay(run('oldest'), 'its beginning', ['home'], ['home', 'g g']),
  'list-bottom': overlay(run('newest'), 'its end', ['end'], ['end', 'G']),
  'choose-previous': switcher(run('choosePrevious'), 'the one above, in a list to choose from', [
    'up',
    'ctrl+p',
    'shift+tab',
  ]),
  'choose-next': switcher(run('chooseNext'), 'the one below', ['down', 'ctrl+n', 'tab']),
  accept: switcher(run('accept'), 'take the chosen one', ['enter']),
  'choose-none': switcher(run('close'), 'close the list to choose from', ['escape', 'ctrl+c', 'ctrl+g']),

  'next-offer': completion(run('nextOffer'), 'the completion below', ['down']),
  'previous-offer': completion(run('previousOffer'), 'the completion above', ['up', 'shift+tab']),
  'take-offer': completion(run('takeOffer'), 'take the chosen completion, or else the first', ['tab']),
  'take-chosen': { ...completion(run('takeOffer'), 'take the chosen completion', ['enter']), mode: 'chosen' },
  'close-offers': completion(run('closeOffers'), 'close the list of completions', ['escape']),
  'next-sent': { ...completion(run('nextOffer'), 'the next older of what was sent', ['ctrl+r']), mode: 'sent' },
  'close-sent': { ...completion(run('closeOffers'), 'close the list of what was sent', ['ctrl+c']), mode: 'sent' },

  left: moving(edit('left'), 'a character to the left', ['left', 'ctrl+b']),
  right: moving(edit('right'), 'a character to the right', ['right', 'ctrl+f']),
  'word-left': moving(edit('wordLeft'), 'a word to the left', ['ctrl+left', 'alt+left', 'alt+b']),
  'word-right': moving(edit('wordRight'), 'a word to the right', ['ctrl+right', 'alt+right', 'alt+f']),
  'line-start': moving(edit('home'), 'to the beginning of the line', ['home', 'ctrl+a']),
  'line-end': moving(edit('end'), 'to the end of the line', ['ctrl+e']),
  'line-end-or-newest': moving(run('endOrNewest'), 'end of the line; there already, the newest message', ['end']),
  up: moving(edit('up'), 'a line up; in the first, what was sent before', ['up']),
  down: moving(edit('down'), 'a line down; in the last, what was sent after', ['down']),

  backspace: changing(edit('backspace'), 'delete the character before the cursor', ['backspace', 'ctrl+h']),
  delete: changing(edit('delete'), 'delete the character after the cursor', ['delete']),
  'cut-since-space': changing(edit('deleteWord'), 'cut back to the last space', ['ctrl+w']),
  'cut-word-before': changing(edit('deleteWordBefore'), 'cut the word before the cursor', ['alt+backspace']),
  'cut-word-after': changing(edit('deleteWordAfter'), 'cut the word after the cursor', ['alt+d']),
  'cut-to-start': changing(edit('deleteToStart'), 'cut to the beginning of the line', ['ctrl+u']),
  'cut-to-end': changing(run('cutOrSwitch'), 'cut to the end of the line; at its end, the same as switcher', [
    'ctrl+k',
  ]),
  'put-back': changing(edit('yank'), 'paste what was cut last', ['ctrl+y']),
  'put-back-older': changing(edit('yankPop'), 'after that: paste what was cut before it instead', ['alt+y']),
  undo: changing(edit('undo'), 'undo the last change of the text', ['ctrl+_']),
  redo: changing(edit('redo'), 'redo a change that was undone', ['alt+_']),
  transpose: changing(edit('transpose'), 'transpose two characters', ['ctrl+t']),
  'upper-word': changing(edit('upperWord'), 'the word in upper case', ['alt+u']),
  'lower-word': changing(edit('lowerWord'), 'the word in lower case', ['alt+l']),
  'capital-word': changing(edit('capitalWord'), 'capitalize the word', ['alt+c']),

  'vim-normal': program({ edits: [], vim: 'normal' }, 'leave insert mode', noKeys, ['escape']),
  'vim-insert': normal(editThenInsert(), 'insert before the cursor', noKeys, ['i']),
  'vim-append': normal(editThenInsert('right'), 'insert behind the cursor', noKeys, ['a']),
  'vim-insert-start': normal(editThenInsert('home'), 'insert at the beginning of the line', noKeys, ['I']),
  'vim-append-end': normal(editThenInsert('end'), 'insert at the end of the line', noKeys, ['A']),
  'vim-open-line': normal(editThenInsert('end', 'newline'), 'insert in a new line below', noKeys, ['o']),
  'vim-left': normal(edit('left'), 'a character to the left', noKeys, ['h', 'backspace']),
  'vim-right': normal(edit('right'), 'a character to the right', noKeys, ['l', 'space']),
  'vim-word-left': normal(edit('wordLeft'), 'a word to the left', noKeys, ['b']),
  'vim-word-right': normal(edit('wordRight'), 'a word to the right', noKeys, ['w', 'e']),
  'vim-line-start': normal(edit('home'), 'to the beginning of the line', noKeys, ['0', '^']),
  'vim-line-end': normal(edit('end'), 'to the end of the line', noKeys, ['$']),
  'vim-delete': normal(edit('delete'), 'delete the character', noKeys, ['x']),
  'vim-cut-word': normal(edit('deleteWordAfter'), 'cut the word', noKeys, ['d w', 'd e']),
  'vim-cut-line': normal(edit('home', 'deleteToEnd', 'delete'), 'cut the line', noKeys, ['d d']),
  'vim-cut-to-end': normal(edit('deleteToEnd'), 'cut to the end of the line', noKeys, ['D', 'd $']),
  'vim-change-word': normal(editThenInsert('deleteWordAfter'), 'write another word', noKeys, ['c w', 'c e']),
  'vim-change-line': normal(editThenInsert('home', 'deleteToEnd'), 'write another line', noKeys, ['c c', 'S']),
  'vim-change-to-end': normal(editThenInsert('deleteToEnd'), 'write another end of the line', noKeys, ['C', 'c $']),
  'vim-put-back': normal(edit('yank'), 'paste what was cut last', noKeys, ['p', 'P']),
  'vim-undo': normal(edit('undo'), 'undo the last change of the text', noKeys, ['u']),
  'vim-redo': normal(edit('redo'), 'redo a change that was undone', noKeys, ['ctrl+r']),
  'vim-line-up': normal(run('lineUp'), 'scroll back a line', noKeys, ['k', 'up']),
  'vim-line-down': normal(run('lineDown'), 'scroll forward a line', noKeys, ['j', 'down']),
  'vim-half-page-up': normal(run('halfPageUp'), 'scroll back half a page', noKeys, ['ctrl+u']),
  'vim-half-page-down': normal(run('halfPageDown'), 'scroll forward half a page', noKeys, ['ctrl+d']),
  'vim-oldest': normal(run('oldest'), 'the oldest message there is here', noKeys, ['g g']),
  'vim-newest': normal(run('newest'), 'the newest message', noKeys, ['G']),
  'vim-first-unread': normal(run('firstUnread'), 'the first message that was new when you came', noKeys, ['g u']),
  'vim-select': normal(run('selectBegin'), 'pick messages of this room to copy', noKeys, ['v', 'V']),
  'vim-search': normal(run('openSearch'), 'search the messages of this room', noKeys, ['/']),
  'vim-command': normal(run('commandLine', 'insert'), 'type a command', noKeys, [':']),
  'vim-close': normal(run('close'), 'go to the newest message', noKeys, ['escape']),

  help: { ...program(run('openHelp'), 'show this help', ['?']), mode: 'empty' },
  'help-anywhere': program(run('openHelp'), 'show this help, also while a text is written', ['f1'], ['f1']),
  'clear-or-quit': program(run('clearOrQuit'), 'clear the composer; when it is empty, quit (press twice)', ['ctrl+c']),
  'delete-or-quit': program(run('deleteOrQuit'), 'delete a character; quit when the composer is empty', ['ctrl+d']),
  suspend: {
    ...program(run('suspend'), 'suspend the chat; `fg` in the shell resumes it', ['ctrl+z']),
    mode: 'any',
  },
  redraw: { ...program(run('redraw'), 'redraw the screen', ['ctrl+l']), mode: 'any' },
} as const satisfies Record<string, KeyRow>;
/** The name of a row, which keys.toml uses. */
export type ActionName = keyof typeof keyTable;
