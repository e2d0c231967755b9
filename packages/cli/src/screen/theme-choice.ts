import type { ThemeName } from '../settings/table.ts';

/** What is known of the terminal: its variables, whether colours are wanted at all, and its background where it has told. */
export type TerminalLooks = {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether the user, by a flag or NO_COLOR, and the output allow colours. */
  readonly colour: boolean;
  readonly background: Background | undefined;
};
/** How bright a terminal's background is. */
export type Background = 'dark' | 'light';

/** True where colours beyond the sixteen of the terminal are shown as they are meant. */
export function hasManyColours({ COLORTERM, TERM }: TerminalLooks['variables']): boolean {
  return /^(?:truecolor|24bit)$/i.test(COLORTERM ?? '') || /-(?:256color|direct)$/.test(TERM ?? '');
}

/** The background by COLORFGBG (`15;0`, rxvt and Konsole set it): the last number is one of the sixteen colours. */
export function backgroundOf({ COLORFGBG }: TerminalLooks['variables']): Background | undefined {
  const number = /;(\d{1,2})$/.exec(COLORFGBG ?? '')?.[1];
  if (number === undefined) return undefined;
  // White (7), and the bright colours but bright black (8).
  return Number(number) === 7 || Number(number) > 8 ? 'light' : 'dark';
}

/** The theme for a terminal whose user has chosen none. Where its background is unknown, only its own colours are safe to read. */
export function themeFor({ variables, colour, background }: TerminalLooks): ThemeName {
  if (!colour) return 'none';
  return hasManyColours(variables) ? (background ?? backgroundOf(variables) ?? '16') : '16';
}
