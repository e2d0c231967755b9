import { useApp } from 'ink';
import { useEffect } from 'react';
import type { Suspend } from '../process/external-program.ts';

/**
 * Passes Ink's way to leave the alternate screen to `attach`. The function that it returns is called when the app is unmounted, while the
 * alternate screen is still active.
 */
export function useSuspend(attach: (suspend: Suspend) => () => void): void {
  const { suspendTerminal } = useApp();
  useEffect(() => attach((run) => suspendTerminal(run)), [attach, suspendTerminal]);
}
