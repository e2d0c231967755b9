import { err, ok, type Result } from '@securechat/protocol/result';
import { asWords, isBlank } from '@securechat/protocol/text';
import { absentCommand, commandFor } from './command-aliases.ts';

/** What a person's input means before a client looks at its own commands. */
export type SlashInput =
  /** A message, as it is to be stored; the first slash of a doubled one is gone, and it never reads as an action. */
  | { readonly kind: 'text'; readonly text: string }
  /** A command, known to the client or not: a name in lower case, with words of other chats replaced by ours (`/part` is `leave`), and the rest, trimmed. It must never be sent as a message. */
  | { readonly kind: 'command'; readonly name: string; readonly argument: string };

const doubled = /^(\s*)\/(?=\/)/;
const command = /^\s*\/(\S*)\s*(.*)$/s;

/**
 * Reads what a person typed, by the rule that all clients share: input that begins with a slash is a command and is never sent to a
 * room, also when no client knows the command. A doubled slash (`//etc/hosts`) sends the text with one slash. Blanks in front make
 * no difference: ` /quit` is a mistyped `/quit`, not a message.
 */
export function readSlash(input: string): SlashInput {
  if (doubled.test(input)) return { kind: 'text', text: asWords(input.replace(doubled, '$1')) };
  const [, name, argument = ''] = command.exec(input) ?? [];
  if (name === undefined) return { kind: 'text', text: input };
  return { kind: 'command', name: commandFor(name.toLowerCase()), argument: argument.trim() };
}

/** A longer word is no command that anybody meant, and would fill the line. */
const longestNamed = 32;
const shortened = (name: string) => (name.length > longestNamed ? `${name.slice(0, longestNamed)}…` : name);

/**
 * What to tell a person whose command no client knows: what there is instead, where other chats have that command, else that it is
 * unknown. `name` and `near`, a command that was perhaps meant, are without their slash.
 */
export function unknownCommand(name: string, near?: string): string {
  const absent = absentCommand(name);
  if (absent !== undefined) return `There is no /${name}. ${absent}`;
  if (name === '') return 'Type a command after the slash. /help lists all; to send a text with a slash, start with //';
  const meant = near === undefined ? '' : ` Did you mean /${near}?`;
  return `Unknown command /${shortened(name)}.${meant} /help lists all; to send it as text, start with //`;
}

/**
 * The message that a person typed where `/me` is the only command there is, such as for `securechat send` or on the page. The error is
 * a sentence: any other command is refused, and nothing of it may be sent.
 */
export function typedMessage(typed: string): Result<string, string> {
  const read = readSlash(typed);
  if (read.kind === 'text') return ok(read.text);
  const { name, argument } = read;
  if (name !== 'me') {
    return err(`Unknown command /${shortened(name)}. The only command here is /me; to send it as text, start with //`);
  }
  return isBlank(argument) ? err('Usage: /me waves') : ok(`/me ${argument}`);
}
