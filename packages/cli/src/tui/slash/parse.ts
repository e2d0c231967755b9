import { err, ok, type Result } from '@securechat/protocol';
import { type SlashName, type SlashSpec, slashCommands } from './registry.ts';

/** What a sent line is: words for the room, or a command with its argument. */
export type Line =
  | { readonly kind: 'text'; readonly text: string }
  | { readonly kind: 'command'; readonly name: SlashName; readonly argument: string };

/** How many letters must change to make one word of the other. */
function distance(a: string, b: string): number {
  let row = Array.from({ length: b.length + 1 }, (_, i) => i);
  for (let i = 1; i <= a.length; i++) {
    const next = [i];
    for (let j = 1; j <= b.length; j++) {
      const same = a[i - 1] === b[j - 1] ? 0 : 1;
      next.push(Math.min((row[j] ?? 0) + 1, (next[j - 1] ?? 0) + 1, (row[j - 1] ?? 0) + same));
    }
    row = next;
  }
  return row[b.length] ?? 0;
}

function nearest(name: string): string {
  // A longer word is no slip of the finger, and not worth comparing.
  const short = name.slice(0, 20);
  const known = Object.keys(slashCommands);
  const begins = known.find((command) => short !== '' && command.startsWith(short));
  return begins ?? known.reduce((best, command) => (distance(short, command) < distance(short, best) ? command : best));
}

/** Reads a sent line. A slash begins a command, two begin a text with one slash; what is wrong is said in a sentence. */
export function parseLine(line: string): Result<Line, string> {
  if (!line.startsWith('/')) return ok({ kind: 'text', text: line });
  if (line.startsWith('//')) return ok({ kind: 'text', text: line.slice(1) });
  const [, typed = '', rest = ''] = /^\/(\S*)\s*(.*)$/s.exec(line) ?? [];
  const name = typed.toLowerCase();
  if (!Object.hasOwn(slashCommands, name)) {
    return err(`There is no /${typed}. Did you mean /${nearest(name)}? A text with a slash in front begins with //`);
  }
  const spec: SlashSpec = slashCommands[name as SlashName];
  const argument = rest.trim();
  const wrong = (spec.argument === 'must' && argument === '') || (spec.argument === 'none' && argument !== '');
  return wrong ? err(`Type: ${spec.usage}`) : ok({ kind: 'command', name: name as SlashName, argument });
}
