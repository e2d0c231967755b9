import { titled } from './osc-codes.ts';

/** A mode of the terminal that the chat changes: how it is set, how it is put back, and whether the screen library sees to both. */
export type TerminalMode = {
  readonly name: string;
  readonly on: string;
  readonly off: string;
  readonly by: 'library' | 'us';
  /** Not to be set again after a stop from outside: the terminal has kept it, or counts how often it was set. */
  readonly once?: true;
};

const csi = '\u001b[';

/** Every mode that the full-screen chat changes, in the order in which they are set. */
export const terminalModes: readonly TerminalMode[] = [
  { name: 'alternate screen', on: `${csi}?1049h`, off: `${csi}?1049l`, by: 'library' },
  { name: 'hidden cursor', on: `${csi}?25l`, off: `${csi}?25h`, by: 'library' },
  { name: 'bracketed paste', on: `${csi}?2004h`, off: `${csi}?2004l`, by: 'library' },
  { name: 'keys told apart', on: `${csi}>1u`, off: `${csi}<u`, by: 'library', once: true },
  // Terminals disagree about the width of some emoji. A line they think too long is then cut, and does not push the others down.
  { name: 'cut long lines', on: `${csi}?7l`, off: `${csi}?7h`, by: 'us' },
  // Most terminals have this on, and some can save it and go back to what the user has chosen.
  { name: 'saved alternate scroll', on: `${csi}?1007s`, off: `${csi}?1007h${csi}?1007r`, by: 'us', once: true },
  // With it the wheel comes as Up and Down, which would replace what is being written by what was sent before.
  { name: 'no alternate scroll', on: `${csi}?1007l`, off: '', by: 'us' },
  // xterm's way to tell Shift+Enter from Enter, which tmux asks for with `extended-keys`. Some terminals take it for an underline, which
  // is put off again at once.
  { name: 'modified keys', on: `${csi}>4;1m${csi}m`, off: `${csi}>4m${csi}m`, by: 'us' },
  { name: 'focus reports', on: `${csi}?1004h`, off: `${csi}?1004l`, by: 'us' },
  // The terminal remembers the title before, and one that remembers none shows its own for an empty one.
  { name: 'title', on: `${csi}22;0t`, off: `${titled('')}${csi}23;0t`, by: 'us', once: true },
];

const ours = terminalModes.filter(({ by }) => by === 'us');

/** What the chat writes at its start and when it has the terminal again, beyond what the screen library does. */
export const ourModesOn = ours.map(({ on }) => on).join('');
/** What undoes that, before another program or the shell has the terminal. */
export const ourModesOff = ours.map(({ off }) => off).join('');
/** Sets every mode anew: for when the shell or another program has changed them unasked. */
export const allModesOn = terminalModes
  .filter(({ once }) => !once)
  .map(({ on }) => on)
  .join('');
/** Puts every mode back, the last one first: for when the regular way has failed. Harmless where nothing was set. */
export const allModesOff = terminalModes
  .map(({ off }) => off)
  .toReversed()
  .join('');
