import { err, ok, type Result } from '@securechat/protocol/result';
import { asWords, isBlank, readMessage } from '@securechat/protocol/text';
import { absentCommand, commandFor } from './command-aliases.ts';

/** The meaning of typed input before a client looks up its own commands. */
export type SlashInput =
  /** A message as it is to be stored: the first slash of a doubled one is removed, and it never reads as an action. */
  | { readonly kind: 'text'; readonly text: string }
  /** A command, known or not: its name in lower case, with aliases replaced (`/part` is `leave`), and the trimmed rest. Never sent as a message. */
  | { readonly kind: 'command'; readonly name: string; readonly argument: string };

const doubled = /^(\s*)\/(?=\/)/;
const command = /^\s*\/(\S*)\s*(.*)$/s;

/**
 * Parses typed input by the rule that all clients share: input that begins with a slash is a command and is never sent to a room, even if the
 * command is unknown. A doubled slash (`//etc/hosts`) sends the text with one. Leading blanks do not matter: ` /quit` is a mistyped `/quit`.
 */
export function readSlash(input: string): SlashInput {
  if (doubled.test(input)) return { kind: 'text', text: asWords(input.replace(doubled, '$1')) };
  const [, name, argument = ''] = command.exec(input) ?? [];
  if (name === undefined) return { kind: 'text', text: input };
  return { kind: 'command', name: commandFor(name.toLowerCase()), argument: argument.trim() };
}

/** A longer word is not a mistyped command, and would fill the line. */
const longestNamed = 32;
const shortened = (name: string) => (name.length > longestNamed ? `${name.slice(0, longestNamed)}…` : name);

/**
 * The error for an unknown command: what to use instead if other chats have it, otherwise that it is unknown. `name` and `near`, a similar
 * command, are without their slash.
 */
export function unknownCommand(name: string, near?: string): string {
  const absent = absentCommand(name);
  if (absent !== undefined) return `There is no /${name}. ${absent}`;
  if (name === '') return 'Type a command after the slash. /help lists all; to send a text with a slash, start with //';
  const meant = near === undefined ? '' : ` Did you mean /${near}?`;
  return `Unknown command /${shortened(name)}.${meant} /help lists all; to send it as text, start with //`;
}

/**
 * The message in typed text where `/me` is the only command, as for `securechat send` and on the page. The error for any other command is a
 * sentence; nothing of it may be sent.
 */
export function typedMessage(typed: string): Result<string, string> {
  const read = readSlash(typed);
  if (read.kind === 'text') return ok(read.text);
  const { name, argument } = read;
  if (name !== 'me') {
    // As it was typed: an alias may be of a command that there is only elsewhere.
    const word = command.exec(typed)?.[1]?.toLowerCase() ?? name;
    return err(`Unknown command /${shortened(word)}. The only command here is /me; to send it as text, start with //`);
  }
  return isBlank(argument) ? err('Usage: /me waves') : ok(`/me ${argument}`);
}

/** What to type for a stored text, so that an edit of it begins with it: `typedMessage` of it is the text. */
export function typedOf(text: string): string {
  const { isAction, text: shown } = readMessage(text);
  return isAction ? text : shown.replace(/^(\s*)\//, '$1//');
}
