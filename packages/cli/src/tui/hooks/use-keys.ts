import { EventEmitter } from 'node:events';
import type { Clock } from '@securechat/client';
import { usePaste, useStdin } from 'ink';
import { useEffect, useMemo } from 'react';
import type { Controller } from '../actions/controller.ts';
import { backgroundReader } from '../background.ts';
import { tokenize } from '../keys/tokenize.ts';
import type { Background } from '../theme-choice.ts';

/**
 * Hands presses and pasted text to the controller, and what the terminal answers to whom it concerns: the only place that listens to the keyboard. Ink's `useInput` loses function keys
 * and keys with several modifiers, so this hears what Ink has read before it is told there.
 */
export function useKeys(
  controller: Pick<Controller, 'press' | 'paste'>,
  tellBackground: (background: Background) => void,
  clock: Pick<Clock, 'after'>,
): void {
  const stdin: object = useStdin();
  const input = 'internal_eventEmitter' in stdin ? stdin.internal_eventEmitter : undefined;
  const reader = useMemo(() => {
    const typed = (text: string) => {
      for (const press of tokenize(text)) controller.press(press);
    };
    return backgroundReader({ typed, told: tellBackground }, clock);
  }, [controller, tellBackground, clock]);
  useEffect(() => {
    if (!(input instanceof EventEmitter)) throw new Error('This version of Ink tells keys in another way.');
    input.on('input', reader.read);
    return () => {
      input.off('input', reader.read);
      reader.stop();
    };
  }, [reader, input]);
  // This also sets raw mode.
  usePaste((text) => {
    reader.release();
    controller.paste(text);
  });
}
