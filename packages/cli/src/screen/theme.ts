import type { ThemeName } from '../settings/table.ts';
import type { Looks, ThemeFile } from '../settings/theme-file.ts';
import type { Tone } from '../text/rows.ts';

/** Styles by meaning: panes name no colours. */
export type Theme = Readonly<Record<Tone, Looks>>;

/** Styles of other users' names, in the order of the tones. */
function people(looks: (n: number) => Looks) {
  return {
    person1: looks(0),
    person2: looks(1),
    person3: looks(2),
    person4: looks(3),
    person5: looks(4),
    person6: looks(5),
    person7: looks(6),
    person8: looks(7),
  };
}

const coloured = (colours: readonly string[]) => people((n) => ({ color: colours[n % colours.length] ?? 'cyan' }));

/** Without colours: emphasis is by weight, and by marks in the text itself. */
const none: Theme = {
  plain: {},
  muted: {},
  own: { bold: true },
  other: { bold: true },
  ...people(() => ({ bold: true })),
  strong: { bold: true },
  selected: { inverse: true },
  warning: { bold: true },
  good: {},
  mention: { bold: true, inverse: true },
  fresh: { bold: true },
  border: {},
};

/** The terminal's own sixteen colours, which its user has chosen; only those that are readable on light and on dark. */
const sixteen: Theme = {
  plain: {},
  muted: { dimColor: true },
  own: { color: 'green' },
  other: { color: 'cyan' },
  ...coloured(['cyan', 'magenta', 'red', 'cyanBright', 'magentaBright', 'redBright']),
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
  ...coloured(['#6fc3df', '#c9a0f0', '#e8a87c', '#5fd0b0', '#a5b8ff', '#d7c95f', '#f0a0a0', '#d8a0d8']),
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
  ...coloured(['#005f87', '#6a3fa0', '#8a4b00', '#00614d', '#3b4cb8', '#6b5b00', '#9a2f2f', '#8a2f7d']),
  strong: { bold: true },
  selected: { color: '#000000', backgroundColor: '#c5d9ee', bold: true },
  warning: { color: '#7a4a00' },
  good: { color: '#1f6b1f' },
  mention: { color: '#a3005c', bold: true },
  fresh: { color: '#b3261e' },
  border: { color: '#6b6b6b' },
};

/** The terminal's default text and background only, nothing dimmed. */
const highContrast: Theme = {
  ...none,
  own: { bold: true, underline: true },
  warning: { bold: true, underline: true },
  good: { bold: true },
  fresh: { bold: true, inverse: true },
};

/** The built-in themes. */
export const themes = { dark, light, 'high-contrast': highContrast, '16': sixteen, none } as const satisfies Record<
  ThemeName,
  Theme
>;

/** A custom theme: a built-in one with differences. */
export function themeOf({ from, looks }: ThemeFile): Theme {
  const { other } = looks;
  // One style for all other users, unless the file sets each tone.
  return { ...themes[from], ...(other && people(() => other)), ...looks };
}
