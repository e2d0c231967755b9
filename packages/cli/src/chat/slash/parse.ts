import { readSlash, unknownCommand } from '@securechat/client';
import { err, ok, type Result } from '@securechat/protocol';
import { nearest } from '@securechat/protocol/did-you-mean';
import { commandNamed, slashCommands } from './registry.ts';
import type { SlashCommand } from './slash-command.ts';

const commandNames = slashCommands.map(({ name }) => name);

/** What a line is: a message for the room, or a command with its argument. */
export type ComposerInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: SlashCommand; readonly argument: string };

/**
 * Reads a line that a person sends, by the rule all clients share (`readSlash`). A command that is unknown or used wrongly is an
 * error in a sentence, and nothing of it may be sent.
 */
export function parseLine(line: string): Result<ComposerInput, string> {
  const read = readSlash(line);
  if (read.kind === 'text') return ok(read);
  const { name, argument } = read;
  const command = commandNamed(name);
  if (!command) return err(unknownCommand(name, nearest(name, commandNames)));
  const wrong =
    (command.argument === 'required' && argument === '') || (command.argument === 'none' && argument !== '');
  return wrong ? err(`Usage: ${command.usage}`) : ok({ kind: 'command', command, argument });
}
