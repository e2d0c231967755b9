import { readSlash, unknownCommand } from '@securechat/client';
import { err, ok, type Result } from '@securechat/protocol';
import { nearest } from '@securechat/protocol/did-you-mean';
import { type SlashName, slashCommands } from './registry.ts';

/** What a line is: a message for the room, or a command with its argument. */
export type ComposerInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly name: SlashName; readonly argument: string };

const isSlashName = (name: string): name is SlashName => Object.hasOwn(slashCommands, name);

/**
 * Reads a line that a person sends, by the rule all clients share (`readSlash`). A command that is unknown or used wrongly is an
 * error in a sentence, and nothing of it may be sent.
 */
export function parseLine(line: string): Result<ComposerInput, string> {
  const read = readSlash(line);
  if (read.kind === 'text') return ok(read);
  const { name, argument } = read;
  if (!isSlashName(name)) return err(unknownCommand(name, nearest(name, Object.keys(slashCommands))));
  const command = slashCommands[name];
  const wrong =
    (command.argument === 'required' && argument === '') || (command.argument === 'none' && argument !== '');
  return wrong ? err(`Usage: ${command.usage}`) : ok({ kind: 'command', name, argument });
}
