/** A version as a number to compare: `3.4a` is 3.04, `0.51.2` is 0.51. */
function version(text: string | undefined): number {
  const [, major = '0', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(text ?? '') ?? [];
  return Number(major) + Number(minor) / 100;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Terminals that draw hyperlinks (OSC 8), by what they say of themselves. */
const able: readonly ((variables: Variables) => boolean)[] = [
  ({ TERM_PROGRAM, TERM_PROGRAM_VERSION }) => TERM_PROGRAM === 'iTerm.app' && version(TERM_PROGRAM_VERSION) >= 3.01,
  ({ TERM_PROGRAM }) => ['WezTerm', 'vscode', 'ghostty', 'Hyper', 'Tabby', 'rio', 'zed'].includes(TERM_PROGRAM ?? ''),
  // GNOME Terminal, Tilix, Terminator …; 0.50.0 crashes on them.
  ({ VTE_VERSION }) => Number(VTE_VERSION) > 5000,
  ({ KITTY_WINDOW_ID }) => KITTY_WINDOW_ID !== undefined,
  ({ WT_SESSION }) => WT_SESSION !== undefined,
  ({ KONSOLE_VERSION }) => Number(KONSOLE_VERSION) >= 201200,
  ({ ALACRITTY_WINDOW_ID }) => ALACRITTY_WINDOW_ID !== undefined,
  ({ DOMTERM }) => DOMTERM !== undefined,
  ({ TERM }) => /^(?:xterm-kitty|xterm-ghostty|wezterm|foot|alacritty|contour)/.test(TERM ?? ''),
];

/**
 * Whether the terminal draws hyperlinks, as far as its variables tell. Between us and it, tmux passes them on from 3.4 on, screen
 * does not; over SSH most variables are lost, and `TERM` decides. FORCE_HYPERLINK=1 or 0 has the last word.
 */
export function drawsHyperlinks(variables: Variables): boolean {
  const { FORCE_HYPERLINK, TERM, STY, TMUX, TERM_PROGRAM, TERM_PROGRAM_VERSION } = variables;
  if (FORCE_HYPERLINK !== undefined) return FORCE_HYPERLINK !== '0' && FORCE_HYPERLINK !== 'false';
  if (TERM === 'dumb' || STY !== undefined) return false;
  // What it runs in cannot be seen from here; where that draws none, tmux leaves them out.
  if (TMUX !== undefined) return TERM_PROGRAM === 'tmux' && version(TERM_PROGRAM_VERSION) >= 3.04;
  return able.some((is) => is(variables));
}
