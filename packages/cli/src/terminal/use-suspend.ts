import { useApp } from 'ink';
import { useEffect } from 'react';

/** Hands the terminal to another program until `run` has ended; the screen is then drawn anew. */
export type Suspend = (run: () => Promise<void>) => Promise<void>;

/** Gives the chat the way to hand over the terminal, which the screen has. */
export function useSuspend(attach: (suspend: Suspend) => void): void {
  const { suspendTerminal } = useApp();
  useEffect(() => attach((run) => suspendTerminal(run)), [attach, suspendTerminal]);
}
