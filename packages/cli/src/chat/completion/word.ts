import { commandAliases } from '@securechat/client';
import { isOneWord } from '@securechat/protocol/words';
import type { TextCursor } from '../../text/words.ts';
import { commandNamed } from '../slash/registry.ts';
import type { Word, WordKind } from './model.ts';

/** No name is longer. */
const longest = 64;
/** Minimum letters after `:` before emoji suggestions open; with fewer it is as often a smiley or a time. */
const emojiLetters = 2;
const space = /\s/;

/** The text between the last space and the cursor. */
function beforeCursor({ text, cursor }: TextCursor): string {
  let from = cursor;
  while (from > 0 && cursor - from <= longest && !space.test(text[from - 1] ?? '')) from--;
  return text.slice(from, cursor);
}

/** The kind of the word of a command's argument at the cursor; also after `/server close`. */
function argumentKind(text: string, from: number): WordKind | undefined {
  const before = /^\/(\w+)\s+(?:(?<=^\/server\s+)close\s+)?((?:\S+\s+)*)$/i.exec(text.slice(0, from));
  const [, name = '', words = ''] = before ?? [];
  return commandNamed(commandAliases.get(name.toLowerCase()) ?? name.toLowerCase())?.complete?.[
    words.split(/\s+/).length - 1
  ];
}

const sigils: Readonly<Record<string, WordKind>> = { '@': 'mention', '#': 'room' };

/** The word at the cursor that can be completed, if there is one. */
export function wordAt(spot: TextCursor): Word | undefined {
  const { text, cursor } = spot;
  const before = beforeCursor(spot);
  const from = cursor - before.length;
  const to = cursor + (/^[\w+-]*/.exec(text.slice(cursor, cursor + longest))?.[0].length ?? 0);
  const word = (kind: WordKind, typed: string, more: { at?: number; byItself?: boolean } = {}): Word => ({
    kind,
    from: from + (more.at ?? 0),
    to,
    typed,
    byItself: more.byItself ?? true,
  });
  if (from === 0 && before.startsWith('/') && !before.startsWith('//')) return word('command', before.slice(1));
  const kind = argumentKind(text, from);
  // A level, or with a sign a room.
  if (kind !== undefined && !(kind === 'level' && /^[@#]/.test(before)))
    return word(kind, before.replace(/^[@#/]/, ''));
  const name = /(?<![\w@#./-])([@#])([\w-]*)$/.exec(before);
  if (name && !isOneWord(before.slice(0, name.index), 'a')) {
    return word(sigils[name[1] ?? ''] ?? 'mention', name[2] ?? '', { at: name.index });
  }
  const emoji = /(?<![\w:/]):([\w+-]*)$/.exec(before);
  if (emoji) {
    const typed = emoji[1] ?? '';
    return word('emoji', typed, { at: emoji.index, byItself: typed.length >= emojiLetters });
  }
  return /^[\w-]+$/.test(before) ? word('user', before, { byItself: false }) : undefined;
}
