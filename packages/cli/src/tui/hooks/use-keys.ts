import { EventEmitter } from 'node:events';
import { usePaste, useStdin } from 'ink';
import { useEffect } from 'react';
import type { Controller } from '../actions/controller.ts';
import { readBackground } from '../background.ts';
import { tokenize } from '../keys/tokenize.ts';
import type { Background } from '../theme-choice.ts';

/**
 * Hands presses and pasted text to the controller, and what the terminal answers to whom it concerns: the only place that listens to the keyboard. Ink's `useInput` loses function keys
 * and keys with several modifiers, so this hears what Ink has read before it is told there.
 */
export function useKeys(
  controller: Pick<Controller, 'press' | 'paste'>,
  tellBackground: (background: Background) => void,
): void {
  const stdin: object = useStdin();
  const input = 'internal_eventEmitter' in stdin ? stdin.internal_eventEmitter : undefined;
  useEffect(() => {
    if (!(input instanceof EventEmitter)) throw new Error('This version of Ink tells keys in another way.');
    const hear = (text: string) => {
      const told = readBackground(text);
      if (told) tellBackground(told.background);
      for (const press of tokenize(told?.typed ?? text)) controller.press(press);
    };
    input.on('input', hear);
    return () => void input.off('input', hear);
  }, [controller, tellBackground, input]);
  // This also sets raw mode.
  usePaste((text) => controller.paste(text));
}
