import { err, ok } from '@securechat/protocol';
import type { SystemIntegration } from '../process/system-integration.ts';
import { throughTmux } from './osc-codes.ts';

const esc = '\u001b';
/** Terminals refuse longer ones: this is xterm's limit after encoding. */
const maxEncoded = 74_994;

/** The sequence that puts a text on the clipboard of the terminal's machine (OSC 52). `undefined` if it is too long. */
function clipboardSequence(text: string): string | undefined {
  const encoded = Buffer.from(text, 'utf8').toString('base64');
  return encoded.length > maxEncoded ? undefined : `${esc}]52;c;${encoded}\u0007`;
}

/**
 * The sequences that put a text on the clipboard, also over SSH. In tmux both for tmux itself, which passes it on if `set-clipboard` is
 * `on`, and through it, for `allow-passthrough`. `undefined` if it is too long.
 */
function copySequence(text: string, insideTmux: boolean): string | undefined {
  const plain = clipboardSequence(text);
  if (plain === undefined || !insideTmux) return plain;
  return plain + throughTmux(plain);
}

/** Copies texts to the clipboard of the terminal's machine by writing to the terminal. */
export function copyToClipboard(write: (sequence: string) => void, insideTmux: boolean): SystemIntegration['copy'] {
  return (text) => {
    const sequence = copySequence(text, insideTmux);
    if (sequence === undefined) return err("Too long for a terminal's clipboard.");
    write(sequence);
    return ok(undefined);
  };
}
