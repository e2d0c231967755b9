import { titled } from './osc-codes.ts';

/** A mode of the terminal that the chat changes: how it is set and undone, and by whom. */
export type TerminalMode = {
  readonly name: string;
  readonly on: string;
  readonly off: string;
  /** `reply`: by us, once the terminal has replied that it supports the mode. */
  readonly by: 'ink' | 'us' | 'reply';
  /** Not set again after an external stop: the terminal has kept it, or counts how often it was set. */
  readonly once?: true;
};

const csi = '\u001b[';

/** Every mode that the full-screen chat changes, in the order in which they are set. */
export const terminalModes: readonly TerminalMode[] = [
  { name: 'alternate screen', on: `${csi}?1049h`, off: `${csi}?1049l`, by: 'ink' },
  { name: 'hidden cursor', on: `${csi}?25l`, off: `${csi}?25h`, by: 'ink' },
  { name: 'bracketed paste', on: `${csi}?2004h`, off: `${csi}?2004l`, by: 'us' },
  // kitty's protocol: Shift+Enter and Ctrl+Enter are distinguishable. The alternate screen has its own flags.
  { name: 'kitty keyboard', on: `${csi}>1u`, off: `${csi}<u`, by: 'reply', once: true },
  // Terminals disagree about the width of some emoji. Without wrapping, a line that they consider too long is cut instead of pushing others down.
  { name: 'cut long lines', on: `${csi}?7l`, off: `${csi}?7h`, by: 'us' },
  // Most terminals have this on, and some can save it and restore the user's choice.
  { name: 'saved alternate scroll', on: `${csi}?1007s`, off: `${csi}?1007h${csi}?1007r`, by: 'us', once: true },
  // Alternate scroll sends the wheel as Up and Down, which would replace the typed text by earlier messages.
  { name: 'no alternate scroll', on: `${csi}?1007l`, off: '', by: 'us' },
  // xterm's way to distinguish Shift+Enter from Enter, which tmux requests with `extended-keys`. Some terminals take it for an underline,
  // which is turned off again at once.
  { name: 'modified keys', on: `${csi}>4;1m${csi}m`, off: `${csi}>4m${csi}m`, by: 'us' },
  { name: 'focus reports', on: `${csi}?1004h`, off: `${csi}?1004l`, by: 'us' },
  // The terminal saves the previous title; one that cannot shows its own for an empty title.
  { name: 'title', on: `${csi}22;0t`, off: `${titled('')}${csi}23;0t`, by: 'us', once: true },
];

const written = (modes: readonly TerminalMode[], how: 'on' | 'off') => modes.map((mode) => mode[how]).join('');
const setBy = (who: TerminalMode['by']) => terminalModes.filter(({ by }) => by === who);

/** Written when the chat takes over the terminal. */
export const ourModesOn = written(setBy('us'), 'on');
/** Undoes that, before another program or the shell gets the terminal. */
export const ourModesOff = written(setBy('us'), 'off');
/** Sets every mode again, after the shell or another program has changed them. */
export const allModesOn = written(
  terminalModes.filter(({ once }) => !once),
  'on',
);
/** Undoes every mode in reverse order, for when the regular way has failed. Harmless if nothing was set. */
export const allModesOff = written(terminalModes.toReversed(), 'off');

/** Sets and undoes our modes. Each call does only what is left to do, so that nothing is pushed or popped twice. */
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
    /** Must be called on the alternate screen: kitty has separate flags for each screen. */
    off: () => {
      if (!on) return;
      on = false;
      write(ourModesOff + (known ? written(replied, 'off') : ''));
    },
    /** The terminal supports kitty's keyboard protocol. */
    knowsKitty: () => {
      if (known) return;
      known = true;
      if (on) write(written(replied, 'on'));
    },
  };
}
