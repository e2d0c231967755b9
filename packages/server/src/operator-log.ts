import type { Clock } from './ports/clock.ts';
import type { InviteStore } from './ports/invite-store.ts';
import type { Log } from './ports/log.ts';

const everyMs = 1000;

/** Logs the actions of operators' commands within about a second; the returned function stops it. */
export function logOperators(store: InviteStore, clock: Clock, log: Log): () => void {
  let cancel = (): void => {};
  let last: number | undefined;
  const look = async () => {
    last ??= await store.lastAction();
    for (const { number, action, subject, operator } of await store.operatorActions(last)) {
      log.info('operator', { action, subject, operator });
      last = number;
    }
  };
  const round = () => {
    look().catch((thrown: unknown) => log.warn('operators’ actions not read', { reason: String(thrown) }));
    cancel = clock.after(everyMs, round);
  };
  round();
  return () => cancel();
}
