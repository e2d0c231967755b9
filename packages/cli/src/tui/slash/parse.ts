import { asWords, err, ok, type Result } from '@securechat/protocol';
import { nearest } from '../../nearest.ts';
import { type SlashName, type SlashSpec, slashCommands } from './registry.ts';

/** What a sent line is: words for the room, or a command with its argument. */
export type Line =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly name: SlashName; readonly argument: string };

/** Reads a sent line. A slash begins a command, two begin a text with one slash; what is wrong is said in a sentence. */
export function parseLine(line: string): Result<Line, string> {
  if (!line.startsWith('/')) return ok({ kind: 'text', text: line });
  if (line.startsWith('//')) return ok({ kind: 'text', text: asWords(line.slice(1)) });
  const [, typed = '', rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  const name = typed.toLowerCase();
  if (!Object.hasOwn(slashCommands, name)) {
    return err(
      `There is no /${typed}. Did you mean /${nearest(name, Object.keys(slashCommands))}? A text with a slash in front begins with //`,
    );
  }
  const spec: SlashSpec = slashCommands[name as SlashName];
  const argument = rest.trim();
  const wrong = (spec.argument === 'must' && argument === '') || (spec.argument === 'none' && argument !== '');
  return wrong ? err(`Type: ${spec.usage}`) : ok({ kind: 'command', name: name as SlashName, argument });
}
