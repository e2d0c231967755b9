import type { TextProps } from 'ink';
import type { Tone } from './text/rows.ts';

/** How a piece of text looks. */
export type Looks = Pick<
  TextProps,
  'color' | 'backgroundColor' | 'bold' | 'dimColor' | 'italic' | 'underline' | 'inverse'
>;
/** Looks by meaning: panes name no colours. */
export type Theme = Readonly<Record<Tone, Looks>>;

/** Without colours: what matters is told by weight, and by the marks in the text itself. */
const none: Theme = {
  plain: {},
  muted: {},
  own: { bold: true },
  other: { bold: true },
  strong: { bold: true },
  selected: { inverse: true },
  warning: { bold: true },
  good: {},
  mention: { bold: true, inverse: true },
  fresh: { bold: true },
  border: {},
};

/** The terminal's own sixteen colours, which its user has chosen; of these only those that are readable on light and on dark. */
const sixteen: Theme = {
  plain: {},
  muted: { dimColor: true },
  own: { color: 'green' },
  other: { color: 'cyan' },
  strong: { bold: true },
  selected: { inverse: true },
  warning: { color: 'yellow' },
  good: { color: 'green' },
  mention: { color: 'magenta', bold: true },
  fresh: { color: 'red' },
  border: { dimColor: true },
};

const dark: Theme = {
  plain: {},
  muted: { color: '#9a9a9a' },
  own: { color: '#8fc97a' },
  other: { color: '#6fc3df' },
  strong: { bold: true },
  selected: { color: '#ffffff', backgroundColor: '#2f4f6f', bold: true },
  warning: { color: '#e5b567' },
  good: { color: '#8fc97a' },
  mention: { color: '#f29ac0', bold: true },
  fresh: { color: '#ff8f80' },
  border: { color: '#8a8a8a' },
};

const light: Theme = {
  plain: {},
  muted: { color: '#5f5f5f' },
  own: { color: '#1f6b1f' },
  other: { color: '#005f87' },
  strong: { bold: true },
  selected: { color: '#000000', backgroundColor: '#c5d9ee', bold: true },
  warning: { color: '#7a4a00' },
  good: { color: '#1f6b1f' },
  mention: { color: '#a3005c', bold: true },
  fresh: { color: '#b3261e' },
  border: { color: '#6b6b6b' },
};

/** The terminal's own text on its own background, nothing fainter than that. */
const highContrast: Theme = {
  ...none,
  own: { bold: true, underline: true },
  warning: { bold: true, underline: true },
  good: { bold: true },
  fresh: { bold: true, inverse: true },
};

/** The themes that are always there. */
export const themes = { dark, light, 'high-contrast': highContrast, '16': sixteen, none } as const;
export type ThemeName = keyof typeof themes;

/** True for the name of a theme that is always there. */
export function isThemeName(name: string): name is ThemeName {
  return Object.hasOwn(themes, name);
}
