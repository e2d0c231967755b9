import { clean } from '../text/clean.ts';

/** What was pressed: a key by its name in the table, or text. */
export type Press = { readonly key: string } | { readonly text: string };

/** A chunk of input as the terminal library reports it. */
export type Chunk = { readonly input: string; readonly flags: Readonly<Record<string, unknown>> };

const named = {
  upArrow: 'up',
  downArrow: 'down',
  leftArrow: 'left',
  rightArrow: 'right',
  pageUp: 'pageup',
  pageDown: 'pagedown',
  home: 'home',
  end: 'end',
  return: 'enter',
  escape: 'escape',
  tab: 'tab',
  backspace: 'backspace',
  delete: 'delete',
} as const;

/** A control character among text. Enter is a carriage return; a line feed is Ctrl-J, and only begins a new line. */
function controlKey(code: number): string | undefined {
  if (code === 13) return 'enter';
  if (code === 9) return 'tab';
  if (code === 127 || code === 8) return 'backspace';
  if (code === 27) return 'escape';
  // Also what Ctrl-/ sends.
  if (code === 31) return 'ctrl+_';
  return code >= 1 && code <= 26 ? `ctrl+${String.fromCharCode(96 + code)}` : undefined;
}

const controls = /(\p{Cc})/u;

function textPresses(input: string): Press[] {
  return input.split(controls).flatMap((part): Press[] => {
    if (part === '') return [];
    const key = part.length === 1 && controls.test(part) ? controlKey(part.charCodeAt(0)) : undefined;
    if (key) return [{ key }];
    return controls.test(part) ? [] : [{ text: clean(part) }];
  });
}

/** Splits a chunk into presses: typing fast, or over a slow line, several arrive at once (`"hi\r"`). */
export function tokenize({ input, flags }: Chunk): Press[] {
  const name = Object.entries(named).find(([flag]) => flags[flag] === true)?.[1];
  const modifier = flags.meta === true && name !== 'escape' ? 'alt+' : flags.ctrl === true ? 'ctrl+' : '';
  const shift = flags.shift === true && (name === 'enter' || name === 'tab') ? 'shift+' : '';
  if (name) return [{ key: `${modifier}${shift}${name}` }];
  if (flags.meta === true && (input === '\r' || input === '\n')) return [{ key: 'alt+enter' }];
  if (modifier !== '' && /^[\u0020-\u007e]+$/.test(input)) return [{ key: `${modifier}${input}` }];
  return textPresses(input);
}
