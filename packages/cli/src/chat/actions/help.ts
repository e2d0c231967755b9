import { readSlash, unknownCommand } from '@securechat/client';
import type { HasKeymap, HasScreen } from '../chat-context.ts';
import { type ActionName, groups, type KeyRow, keyTable } from '../keys/bindings.ts';
import type { Keymap } from '../keys/keymap.ts';
import { sayKey } from '../keys/names.ts';
import type { SlashCommand } from '../slash/slash-command.ts';
import type { OverlayLine } from '../state/overlay.ts';

const rows = Object.entries(keyTable) as readonly (readonly [ActionName, KeyRow])[];

/** The help, from the tables of commands and keys, with the effective keys. */
function helpLines(keymap: Keymap, all: readonly SlashCommand[]): OverlayLine[] {
  const keys = groups.flatMap((group): OverlayLine[] => {
    const lines = rows.flatMap(([name, row]) => {
      const bound = keymap.keysOf(name);
      return row.group === group && bound.length > 0
        ? [{ term: bound.map(sayKey).join(', '), text: row.description }]
        : [];
    });
    return lines.length > 0 ? [{ text: group, heading: true }, ...lines] : [];
  });
  const commands = all.map(({ usage, description }) => ({ term: usage, text: description }));
  const slash = { term: '//TEXT', text: 'send text that starts with a slash' };
  return [{ text: 'Commands', heading: true }, ...commands, slash, ...keys];
}

/** Shows the help: all commands and keys. */
export function openHelp({ dispatch, keymap }: HasScreen & HasKeymap, all: readonly SlashCommand[]): void {
  dispatch({ kind: 'overlay-opened', title: 'Help', lines: helpLines(keymap, all) });
}

/** Says what a command does, typed with or without its slash. A name that other chats use leads to our command. */
export function tellCommand({ showStatus }: HasScreen, typed: string, all: readonly SlashCommand[]): void {
  const word = typed.replace(/^\//, '');
  const read = readSlash(`/${word}`);
  const command = all.find(({ name }) => read.kind === 'command' && name === read.name);
  if (command) showStatus(`${command.usage}: ${command.description}`);
  else showStatus(unknownCommand(word), 'warning');
}
