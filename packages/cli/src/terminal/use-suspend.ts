import { useApp } from 'ink';
import { useEffect } from 'react';
import type { Suspend } from '../process/external-program.ts';

/** Gives the chat the way to hand over the terminal, which the screen has. */
export function useSuspend(attach: (suspend: Suspend) => void): void {
  const { suspendTerminal } = useApp();
  useEffect(() => attach((run) => suspendTerminal(run)), [attach, suspendTerminal]);
}
