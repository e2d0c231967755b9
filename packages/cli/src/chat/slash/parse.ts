import { readSlash, unknownCommand } from '@securechat/client';
import { err, ok, type Result } from '@securechat/protocol';
import { nearest } from '@securechat/protocol/did-you-mean';
import { commandNamed, slashCommands } from './registry.ts';
import type { SlashCommand } from './slash-command.ts';

const commandNames = slashCommands.map(({ name }) => name);

/** A submitted line: a message for the room, or a command with its argument. */
export type ComposerInput =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly command: SlashCommand; readonly argument: string };

/** Parses a submitted line by the rule that all clients share (`readSlash`). The error for an unknown or misused command is a sentence. */
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
