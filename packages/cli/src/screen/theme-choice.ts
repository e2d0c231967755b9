import type { ThemeName } from '../settings/table.ts';

/** What is known about the terminal: its variables, whether colours are wanted, and its background if it has reported one. */
export type TerminalLooks = {
  readonly variables: Readonly<Record<string, string | undefined>>;
  /** Whether the output and the user (by option or NO_COLOR) allow colours. */
  readonly colour: boolean;
  readonly background: Background | undefined;
};
/** The brightness of a terminal's background. */
export type Background = 'dark' | 'light';

/** True if the terminal shows more than sixteen colours. */
export function hasManyColours({ COLORTERM, TERM }: TerminalLooks['variables']): boolean {
  return /^(?:truecolor|24bit)$/i.test(COLORTERM ?? '') || /-(?:256color|direct)$/.test(TERM ?? '');
}

/** The background by COLORFGBG (`15;0`, set by rxvt and Konsole): the last number is one of the sixteen colours. */
export function backgroundOf({ COLORFGBG }: TerminalLooks['variables']): Background | undefined {
  const number = /;(\d{1,2})$/.exec(COLORFGBG ?? '')?.[1];
  if (number === undefined) return undefined;
  // White (7), and the bright colours except bright black (8).
  return Number(number) === 7 || Number(number) > 8 ? 'light' : 'dark';
}

/** The default theme for a terminal. If its background is unknown, only its own colours are safe to read. */
export function themeFor({ variables, colour, background }: TerminalLooks): ThemeName {
  if (!colour) return 'none';
  return hasManyColours(variables) ? (background ?? backgroundOf(variables) ?? '16') : '16';
}
