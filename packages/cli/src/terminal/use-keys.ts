import type { Clock } from '@securechat/client';
import { usePaste, useStdin } from 'ink';
import { useEffect } from 'react';
import type { Controller } from '../chat/controller.ts';
import type { Background } from '../screen/theme-choice.ts';
import { readKeyboard } from './read-keyboard.ts';

/**
 * Hands presses, pasted text and focus reports to the controller, and what the terminal answers to whom it concerns: the only place
 * that listens to the keyboard.
 */
export function useKeys(
  { press, paste, focus }: Pick<Controller, 'press' | 'paste' | 'focus'>,
  background: (background: Background) => void,
  clock: Pick<Clock, 'nowMs' | 'after'>,
): void {
  const { stdin } = useStdin();
  // Before anything is read, which the next line begins.
  useEffect(
    () => readKeyboard(stdin, { press, paste, focus, background }, clock),
    [stdin, press, paste, focus, background, clock],
  );
  // For raw mode and marked pastes, which the screen library keeps through a suspension. It sees nothing of what is typed.
  usePaste(() => {});
}
