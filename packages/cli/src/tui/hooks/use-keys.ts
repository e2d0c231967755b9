import { useInput, usePaste } from 'ink';
import type { Controller } from '../actions/controller.ts';
import { tokenize } from '../keys/tokenize.ts';

/** Hands presses and pasted text to the controller: the only place that listens to the keyboard. */
export function useKeys(controller: Pick<Controller, 'press' | 'paste'>): void {
  useInput((input, flags) => {
    if (flags.eventType === 'release') return;
    for (const press of tokenize({ input, flags })) controller.press(press);
  });
  usePaste((text) => controller.paste(text));
}
