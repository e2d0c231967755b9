import type { TextProps } from 'ink';
import type { Tone } from './text/rows.ts';

type Looks = Omit<TextProps, 'children' | 'wrap'>;

/** Colours by meaning. */
const looks: Record<Tone, Looks> = {
  plain: {},
  muted: { dimColor: true },
  own: { color: 'green' },
  other: { color: 'cyan' },
  strong: { bold: true },
  selected: { inverse: true },
  warning: { color: 'yellow' },
  good: { color: 'green' },
};

/** How a tone looks; without colours everything is plain. */
export function looksOf(tone: Tone, colour: boolean): Looks {
  return colour ? looks[tone] : looks.plain;
}
