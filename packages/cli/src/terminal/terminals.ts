import type { NotificationCode } from './osc-codes.ts';

/** A terminal that shows notifications: how to detect it, and which sequence it takes. */
type TerminalRow = {
  readonly name: string;
  readonly code: NotificationCode;
  /** Variables, one of which is set, with any value. tmux inherits them, but SSH does not pass them on. */
  readonly has?: readonly string[];
  /** Variables, one of which starts with this value. */
  readonly is?: Readonly<Record<string, string>>;
};

/** Every terminal known to show notifications; the first match counts. */
export const notifyingTerminals: readonly TerminalRow[] = [
  { name: 'kitty', code: 99, has: ['KITTY_WINDOW_ID'], is: { TERM: 'xterm-kitty' } },
  {
    name: 'Ghostty',
    code: 777,
    has: ['GHOSTTY_RESOURCES_DIR'],
    is: { TERM: 'xterm-ghostty', TERM_PROGRAM: 'ghostty' },
  },
  { name: 'WezTerm', code: 777, has: ['WEZTERM_PANE'], is: { TERM: 'wezterm', TERM_PROGRAM: 'WezTerm' } },
  {
    name: 'iTerm2',
    code: 9,
    has: ['ITERM_SESSION_ID'],
    is: { TERM_PROGRAM: 'iTerm', LC_TERMINAL: 'iTerm2' },
  },
  { name: 'Warp', code: 9, is: { TERM_PROGRAM: 'WarpTerminal' } },
  { name: 'foot', code: 777, is: { TERM: 'foot' } },
  { name: 'Contour', code: 777, is: { TERM: 'contour', TERMINAL_NAME: 'contour' } },
  { name: 'rxvt-unicode', code: 777, is: { TERM: 'rxvt-unicode' } },
];

/** The notification sequence of the terminal; undefined if it is not known to show notifications. */
export function notificationCode(variables: NodeJS.ProcessEnv): NotificationCode | undefined {
  const fits = ({ has = [], is = {} }: TerminalRow) =>
    has.some((name) => variables[name]) ||
    Object.entries(is).some(([name, begins]) => variables[name]?.startsWith(begins) === true);
  return notifyingTerminals.find(fits)?.code;
}
