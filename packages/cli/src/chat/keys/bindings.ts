import type { Edit } from '../state/composer-edits.ts';
import type { RunName } from './run-names.ts';

/** The action of a key: edits in sequence, or a named action with an optional number. `vim`: the vim mode afterwards. */
export type Action = ({ readonly edits: readonly Edit[] } | { readonly run: RunName; readonly number?: number }) & {
  readonly vim?: 'insert' | 'normal';
};

/**
 * Where a key applies: in the composer, in the empty composer, in vim's normal mode, in an overlay, in a filtered list, in the list of
 * completions, with one of them selected, in the list of sent messages, while messages are being selected; or anywhere.
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
  'Selecting messages',
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
  /** Its description in the help. */
  readonly description: string;
  /** The keys, by name; `vim` if they differ in that preset. */
  readonly keys: readonly string[];
  readonly vim?: readonly string[];
};

type RowArguments = [does: Action, description: string, keys: readonly string[], vim?: readonly string[]];
const rowsOf =
  (group: Group, mode: Mode) =>
  (...[does, description, keys, vim]: RowArguments): KeyRow => ({
    mode,
    group,
    does,
    description,
    keys,
    ...(vim ? { vim } : {}),
  });

const run = (name: RunName, vim?: 'insert' | 'normal'): Action => ({ run: name, ...(vim ? { vim } : {}) });
const runBy = (name: RunName, number: number): Action => ({ run: name, number });
const edit = (...edits: Edit[]): Action => ({ edits });
const editThenInsert = (...edits: Edit[]): Action => ({ edits, vim: 'insert' });
/** For actions of the vim preset only. */
const noKeys: readonly string[] = [];

const sending = rowsOf('Sending', 'composer');
const rooms = rowsOf('Rooms', 'composer');
const reading = rowsOf('Reading', 'composer');
const selecting = rowsOf('Selecting messages', 'select');
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
    rooms({ run: 'showRoomAt', number: i + 1 }, `go to the ${word} room in the list`, [`alt+${i + 1}`]),
  ]),
) as Record<RoomAt, KeyRow>;

/** Every key binding, by the name of its action in keys.toml. The help, docs/keys.md and the validation of keys.toml use it. */
export const keyTable = {
  send: sending(run('send'), 'send the message', ['enter', 'ctrl+enter']),
  newline: sending(edit('newline'), 'start a new line', ['alt+enter', 'shift+enter', 'ctrl+j']),
  complete: sending(run('complete'), 'complete a name, room, emoji or command', ['tab']),
  'search-sent': sending(run('searchSent'), 'search the messages you sent from this room', ['ctrl+r']),
  'edit-last': {
    ...sending(run('editLast'), 'edit your last message: when the composer is empty', ['up']),
    mode: 'empty',
  },
  'recall-older': sending(edit('recallOlder'), 'recall the previous sent message', ['alt+p']),
  'recall-newer': sending(edit('recallNewer'), 'recall the next sent message', ['alt+n']),
  'take-draft': sending(run('takeDraft'), 'take the draft of this room from another device', ['alt+g']),
  'edit-outside': sending(run('editOutside'), 'edit in $VISUAL or $EDITOR', ['ctrl+x ctrl+e']),
  'show-pasted': sending(edit('showPasted'), 'expand pasted text', ['alt+v']),

  switcher: rooms(
    run('openSwitcher'),
    'open the switcher: go to a room, server, person or command by part of its name',
    ['alt+k', 'ctrl+x b'],
  ),
  'next-activity': rooms(run('nextActivity'), 'go to the next unread room, mentions first', ['alt+a']),
  'next-room': rooms(run('nextRoom'), 'go to the next room', ['ctrl+n', 'alt+down']),
  'previous-room': rooms(run('previousRoom'), 'go to the previous room', ['ctrl+p', 'alt+up']),
  ...roomAt,

  'page-up': reading(run('pageUp'), 'scroll back; at the top, fetch older messages', ['pageup']),
  'page-down': reading(run('pageDown'), 'scroll forward', ['pagedown']),
  'half-page-up': reading(run('halfPageUp'), 'scroll back half a page', ['alt+pageup', 'shift+pageup']),
  'half-page-down': reading(run('halfPageDown'), 'scroll forward half a page', ['alt+pagedown', 'shift+pagedown']),
  'line-up': reading(run('lineUp'), 'scroll back a line', ['shift+up', 'ctrl+up']),
  'line-down': reading(run('lineDown'), 'scroll forward a line', ['shift+down', 'ctrl+down']),
  oldest: reading(run('oldest'), 'go to the oldest loaded message', ['ctrl+home']),
  newest: reading(run('newest'), 'go to the newest message', ['ctrl+end']),
  'first-unread': reading(run('firstUnread'), 'go to the first unread message', ['alt+home', 'ctrl+x u']),
  'fold-system': reading(run('foldSystem'), 'combine joins and leaves into one line, or show each', ['alt+j']),
  'open-message': reading(run('openLong'), 'expand or fold a long message', ['alt+o']),
  search: reading(run('openSearch'), 'search this room', ['ctrl+s', 'ctrl+x /']),
  mentions: reading(run('openMentions'), 'list the messages that mention you', ['ctrl+x m']),
  close: reading(
    run('close'),
    'cancel an edit; otherwise go to the newest message and dismiss the notice',
    ['escape'],
    noKeys,
  ),

  select: {
    ...selecting(run('selectBegin'), 'select messages: copy, edit or delete them', ['alt+s', 'ctrl+x s']),
    mode: 'composer',
  },
  'select-previous': selecting(runBy('selectStep', -1), 'go to the message above', ['up', 'k', 'ctrl+p']),
  'select-next': selecting(runBy('selectStep', 1), 'go to the message below', ['down', 'j', 'ctrl+n']),
  'select-page-up': selecting(runBy('selectPage', -1), 'go up a page', ['pageup', 'ctrl+b', 'alt+v']),
  'select-page-down': selecting(runBy('selectPage', 1), 'go down a page', ['pagedown', 'ctrl+f', 'ctrl+v']),
  'select-oldest': selecting(runBy('selectEnd', -1), 'go to the oldest loaded message', ['home', 'g g', 'alt+<']),
  'select-newest': selecting(runBy('selectEnd', 1), 'go to the newest message', ['end', 'G', 'alt+>']),
  'select-toggle': selecting(run('selectToggle'), 'select or deselect the message; end a range', ['space', 'x']),
  'select-range': selecting(run('selectRange'), 'start or end a range', ['v', 'V']),
  'select-extend-up': selecting(runBy('selectExtend', -1), 'extend the range up', ['shift+up', 'K']),
  'select-extend-down': selecting(runBy('selectExtend', 1), 'extend the range down', ['shift+down', 'J']),
  'select-open': selecting(run('openLong'), 'expand or fold this long message', ['o']),
  'select-copy': selecting(run('selectCopy'), 'copy the selected messages, or this one', ['enter', 'y', 'alt+w']),
  'select-copy-text': selecting(run('selectCopyText'), 'copy without times and authors', ['t']),
  'select-unread': selecting(run('selectUnread'), 'mark this message and those after it as unread', ['u']),
  'select-edit': selecting(run('selectEdit'), 'edit this message', ['e']),
  'select-delete': selecting(run('selectDelete'), 'delete the selected messages, or this one (press twice)', ['d']),
  'select-close': selecting(run('selectLeave'), 'cancel', ['escape', 'q', 'ctrl+g', 'ctrl+c']),

  'list-close': overlay(run('close'), 'close the list', ['escape'], ['escape', 'q']),
  'list-up': overlay(run('lineUp'), 'scroll up a line', ['up'], ['up', 'k']),
  'list-down': overlay(run('lineDown'), 'scroll down a line', ['down'], ['down', 'j']),
  'list-top': overlay(run('oldest'), 'go to the top', ['home'], ['home', 'g g']),
  'list-bottom': overlay(run('newest'), 'go to the bottom', ['end'], ['end', 'G']),
  'choose-previous': switcher(run('choosePrevious'), 'in the switcher: previous entry', ['up', 'ctrl+p', 'shift+tab']),
  'choose-next': switcher(run('chooseNext'), 'in the switcher: next entry', ['down', 'ctrl+n', 'tab']),
  accept: switcher(run('accept'), 'in the switcher: open the entry', ['enter']),
  'choose-none': switcher(run('close'), 'in the switcher: cancel', ['escape', 'ctrl+c', 'ctrl+g']),

  'next-offer': completion(run('nextOffer'), 'next completion', ['down']),
  'previous-offer': completion(run('previousOffer'), 'previous completion', ['up', 'shift+tab']),
  'take-offer': completion(run('takeOffer'), 'accept the selected completion, or the first', ['tab']),
  'take-chosen': { ...completion(run('takeOffer'), 'accept the selected completion', ['enter']), mode: 'chosen' },
  'close-offers': completion(run('closeOffers'), 'close the completions', ['escape']),
  'next-sent': { ...completion(run('nextOffer'), 'in sent messages: the next older match', ['ctrl+r']), mode: 'sent' },
  'close-sent': { ...completion(run('closeOffers'), 'in sent messages: cancel', ['ctrl+c']), mode: 'sent' },

  left: moving(edit('left'), 'move left', ['left', 'ctrl+b']),
  right: moving(edit('right'), 'move right', ['right', 'ctrl+f']),
  'word-left': moving(edit('wordLeft'), 'move back a word', ['ctrl+left', 'alt+left', 'alt+b']),
  'word-right': moving(edit('wordRight'), 'move forward a word', ['ctrl+right', 'alt+right', 'alt+f']),
  'line-start': moving(edit('home'), 'move to the start of the line', ['home', 'ctrl+a']),
  'line-end': moving(edit('end'), 'move to the end of the line', ['ctrl+e']),
  'line-end-or-newest': moving(
    run('endOrNewest'),
    'move to the end of the line; when already there, go to the newest message',
    ['end'],
  ),
  up: moving(edit('up'), 'move up a line; on the first line, recall the previous sent message', ['up']),
  down: moving(edit('down'), 'move down a line; on the last line, recall the next sent message', ['down']),

  backspace: changing(edit('backspace'), 'delete the character before the cursor', ['backspace', 'ctrl+h']),
  delete: changing(edit('delete'), 'delete the character after the cursor', ['delete']),
  'cut-since-space': changing(edit('deleteWord'), 'cut back to the last space', ['ctrl+w']),
  'cut-word-before': changing(edit('deleteWordBefore'), 'cut the word before the cursor', [
    'alt+backspace',
    'ctrl+backspace',
  ]),
  'cut-word-after': changing(edit('deleteWordAfter'), 'cut the word after the cursor', [
    'alt+d',
    'ctrl+delete',
    'alt+delete',
  ]),
  'cut-to-start': changing(edit('deleteToStart'), 'cut to the start of the line', ['ctrl+u']),
  'cut-to-end': changing(run('cutOrSwitch'), 'cut to the end of the line; at its end, open the switcher', ['ctrl+k']),
  'put-back': changing(edit('yank'), 'paste the last cut text', ['ctrl+y']),
  'put-back-older': changing(edit('yankPop'), 'after a paste: replace it with the text cut before', ['alt+y']),
  undo: changing(edit('undo'), 'undo the last change', ['ctrl+_']),
  redo: changing(edit('redo'), 'redo the undone change', ['alt+_']),
  transpose: changing(edit('transpose'), 'transpose two characters', ['ctrl+t']),
  'upper-word': changing(edit('upperWord'), 'make the word upper case', ['alt+u']),
  'lower-word': changing(edit('lowerWord'), 'make the word lower case', ['alt+l']),
  'capital-word': changing(edit('capitalWord'), 'capitalize the word', ['alt+c']),

  'vim-normal': program({ edits: [], vim: 'normal' }, 'leave insert mode', noKeys, ['escape']),
  'vim-insert': normal(editThenInsert(), 'insert before the cursor', noKeys, ['i']),
  'vim-append': normal(editThenInsert('right'), 'insert after the cursor', noKeys, ['a']),
  'vim-insert-start': normal(editThenInsert('home'), 'insert at the start of the line', noKeys, ['I']),
  'vim-append-end': normal(editThenInsert('end'), 'insert at the end of the line', noKeys, ['A']),
  'vim-open-line': normal(editThenInsert('end', 'newline'), 'open a new line below', noKeys, ['o']),
  'vim-left': normal(edit('left'), 'move left', noKeys, ['h', 'backspace']),
  'vim-right': normal(edit('right'), 'move right', noKeys, ['l', 'space']),
  'vim-word-left': normal(edit('wordLeft'), 'move back a word', noKeys, ['b']),
  'vim-word-right': normal(edit('wordRight'), 'move forward a word', noKeys, ['w', 'e']),
  'vim-line-start': normal(edit('home'), 'move to the start of the line', noKeys, ['0', '^']),
  'vim-line-end': normal(edit('end'), 'move to the end of the line', noKeys, ['$']),
  'vim-delete': normal(edit('delete'), 'delete the character', noKeys, ['x']),
  'vim-cut-word': normal(edit('deleteWordAfter'), 'cut the word', noKeys, ['d w', 'd e']),
  'vim-cut-line': normal(edit('home', 'deleteToEnd', 'delete'), 'cut the line', noKeys, ['d d']),
  'vim-cut-to-end': normal(edit('deleteToEnd'), 'cut to the end of the line', noKeys, ['D', 'd $']),
  'vim-change-word': normal(editThenInsert('deleteWordAfter'), 'change the word', noKeys, ['c w', 'c e']),
  'vim-change-line': normal(editThenInsert('home', 'deleteToEnd'), 'change the line', noKeys, ['c c', 'S']),
  'vim-change-to-end': normal(editThenInsert('deleteToEnd'), 'change to the end of the line', noKeys, ['C', 'c $']),
  'vim-put-back': normal(edit('yank'), 'paste the last cut text', noKeys, ['p', 'P']),
  'vim-undo': normal(edit('undo'), 'undo the last change', noKeys, ['u']),
  'vim-redo': normal(edit('redo'), 'redo the undone change', noKeys, ['ctrl+r']),
  'vim-line-up': normal(run('lineUp'), 'scroll back a line', noKeys, ['k', 'up']),
  'vim-line-down': normal(run('lineDown'), 'scroll forward a line', noKeys, ['j', 'down']),
  'vim-half-page-up': normal(run('halfPageUp'), 'scroll back half a page', noKeys, ['ctrl+u']),
  'vim-half-page-down': normal(run('halfPageDown'), 'scroll forward half a page', noKeys, ['ctrl+d']),
  'vim-oldest': normal(run('oldest'), 'go to the oldest loaded message', noKeys, ['g g']),
  'vim-newest': normal(run('newest'), 'go to the newest message', noKeys, ['G']),
  'vim-first-unread': normal(run('firstUnread'), 'go to the first unread message', noKeys, ['g u']),
  'vim-select': normal(run('selectBegin'), 'select messages: copy, edit or delete them', noKeys, ['v', 'V']),
  'vim-search': normal(run('openSearch'), 'search this room', noKeys, ['/']),
  'vim-command': normal(run('commandLine', 'insert'), 'type a command', noKeys, [':']),
  'vim-close': normal(run('close'), 'cancel an edit; otherwise go to the newest message', noKeys, ['escape']),

  help: { ...program(run('openHelp'), 'show this help', ['?']), mode: 'empty' },
  'help-anywhere': program(run('openHelp'), 'show this help, also while typing', ['f1'], ['f1']),
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
