import { useApp } from 'ink';
import { useEffect } from 'react';
import type { Suspend } from '../process/external-program.ts';

/**
 * Hands Ink's way to leave the alternate screen to `attach`. What that returns is called when the app is unmounted, for whatever reason,
 * while the alternate screen is still there.
 */
export function useSuspend(attach: (suspend: Suspend) => () => void): void {
  const { suspendTerminal } = useApp();
  useEffect(() => attach((run) => suspendTerminal(run)), [attach, suspendTerminal]);
}
