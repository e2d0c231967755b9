import { titled } from './osc-codes.ts';

/** A mode of the terminal that the chat changes: how it is set, how it is undone, and who does both. */
export type TerminalMode = {
  readonly name: string;
  readonly on: string;
  readonly off: string;
  /** `reply`: by us, where the terminal has replied that it knows the mode. */
  readonly by: 'ink' | 'us' | 'reply';
  /** Not to be set again after a stop from outside: the terminal has kept it, or counts how often it was set. */
  readonly once?: true;
};

const csi = '\u001b[';

/** Every mode that the full-screen chat changes, in the order in which they are set. */
export const terminalModes: readonly TerminalMode[] = [
  { name: 'alternate screen', on: `${csi}?1049h`, off: `${csi}?1049l`, by: 'ink' },
  { name: 'hidden cursor', on: `${csi}?25l`, off: `${csi}?25h`, by: 'ink' },
  { name: 'bracketed paste', on: `${csi}?2004h`, off: `${csi}?2004l`, by: 'us' },
  // kitty's protocol: Shift+Enter and Ctrl+Enter arrive as themselves. The alternate screen has flags of its own.
  { name: 'kitty keyboard', on: `${csi}>1u`, off: `${csi}<u`, by: 'reply', once: true },
  // Terminals disagree about the width of some emoji. A line they think too long is then cut, and does not push the others down.
  { name: 'cut long lines', on: `${csi}?7l`, off: `${csi}?7h`, by: 'us' },
  // Most terminals have this on, and some can save it and go back to what the user has chosen.
  { name: 'saved alternate scroll', on: `${csi}?1007s`, off: `${csi}?1007h${csi}?1007r`, by: 'us', once: true },
  // With it the wheel comes as Up and Down, which would replace what is being written by what was sent before.
  { name: 'no alternate scroll', on: `${csi}?1007l`, off: '', by: 'us' },
  // xterm's way to tell Shift+Enter from Enter, which tmux asks for with `extended-keys`. Some terminals take it for an underline, which
  // is turned off again at once.
  { name: 'modified keys', on: `${csi}>4;1m${csi}m`, off: `${csi}>4m${csi}m`, by: 'us' },
  { name: 'focus reports', on: `${csi}?1004h`, off: `${csi}?1004l`, by: 'us' },
  // The terminal remembers the title before, and one that remembers none shows its own for an empty one.
  { name: 'title', on: `${csi}22;0t`, off: `${titled('')}${csi}23;0t`, by: 'us', once: true },
];

const written = (modes: readonly TerminalMode[], how: 'on' | 'off') => modes.map((mode) => mode[how]).join('');
const setBy = (who: TerminalMode['by']) => terminalModes.filter(({ by }) => by === who);

/** What the chat writes when it takes the terminal. */
export const ourModesOn = written(setBy('us'), 'on');
/** What undoes that, before another program or the shell has the terminal. */
export const ourModesOff = written(setBy('us'), 'off');
/** Sets every mode anew, for when the shell or another program has changed them unasked. */
export const allModesOn = written(
  terminalModes.filter(({ once }) => !once),
  'on',
);
/** Undoes every mode, the last one first, for when the regular way has failed. Harmless where nothing was set. */
export const allModesOff = written(terminalModes.toReversed(), 'off');

/** Sets and undoes the modes that are ours. Each call does what is left to do, so that nothing is pushed or popped twice. */
export function modeSwitch(write: (sequences: string) => void) {
  const replied = setBy('reply');
  let on = false;
  let known = false;
  return {
    on: () => {
      if (on) return;
      on = true;
      write(ourModesOn + (known ? written(replied, 'on') : ''));
    },
    /** To be called on the alternate screen: kitty keeps the flags of each screen apart. */
    off: () => {
      if (!on) return;
      on = false;
      write(ourModesOff + (known ? written(replied, 'off') : ''));
    },
    /** The terminal knows kitty's keyboard protocol. */
    knowsKitty: () => {
      if (known) return;
      known = true;
      if (on) write(written(replied, 'on'));
    },
  };
}
