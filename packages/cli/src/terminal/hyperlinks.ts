/** A version as a number for comparison: `3.4a` is 3.04, `0.51.2` is 0.51. */
function version(text: string | undefined): number {
  const [, major = '0', minor = '0'] = /^(\d+)(?:\.(\d+))?/.exec(text ?? '') ?? [];
  return Number(major) + Number(minor) / 100;
}

type Variables = Readonly<Record<string, string | undefined>>;

/** Terminals that support hyperlinks (OSC 8), by their variables. */
const able: readonly ((variables: Variables) => boolean)[] = [
  ({ TERM_PROGRAM, TERM_PROGRAM_VERSION }) => TERM_PROGRAM === 'iTerm.app' && version(TERM_PROGRAM_VERSION) >= 3.01,
  ({ TERM_PROGRAM }) => ['WezTerm', 'vscode', 'ghostty', 'Hyper', 'Tabby', 'rio', 'zed'].includes(TERM_PROGRAM ?? ''),
  // GNOME Terminal, Tilix, Terminator …; 0.50.0 crashes on hyperlinks.
  ({ VTE_VERSION }) => Number(VTE_VERSION) > 5000,
  ({ KITTY_WINDOW_ID }) => KITTY_WINDOW_ID !== undefined,
  ({ WT_SESSION }) => WT_SESSION !== undefined,
  ({ KONSOLE_VERSION }) => Number(KONSOLE_VERSION) >= 201200,
  ({ ALACRITTY_WINDOW_ID }) => ALACRITTY_WINDOW_ID !== undefined,
  ({ DOMTERM }) => DOMTERM !== undefined,
  ({ TERM }) => /^(?:xterm-kitty|xterm-ghostty|wezterm|foot|alacritty|contour)/.test(TERM ?? ''),
];

/**
 * Whether the terminal supports hyperlinks, by its variables. tmux passes them on from version 3.4, screen does not; over SSH most
 * variables are lost, and `TERM` decides. FORCE_HYPERLINK=1 or 0 overrides everything.
 */
export function drawsHyperlinks(variables: Variables): boolean {
  const { FORCE_HYPERLINK, TERM, STY, TMUX, TERM_PROGRAM, TERM_PROGRAM_VERSION } = variables;
  if (FORCE_HYPERLINK !== undefined) return FORCE_HYPERLINK !== '0' && FORCE_HYPERLINK !== 'false';
  if (TERM === 'dumb' || STY !== undefined) return false;
  // The outer terminal is unknown here; tmux leaves hyperlinks out if it does not support them.
  if (TMUX !== undefined) return TERM_PROGRAM === 'tmux' && version(TERM_PROGRAM_VERSION) >= 3.04;
  return able.some((is) => is(variables));
}
