import type { ChatClient, Clock, Failure } from '@securechat/client';

/** Watches whether a client can reach its server. */
export type Reach = {
  /** Resolves when the server could not be reached for longer than the user wants to wait. */
  readonly lost: Promise<Failure>;
  stop(): void;
};

/**
 * Watches a client that is not connected yet. Each interruption may last `waitMs`, then `lost` resolves with the reason; 0 allows none,
 * Infinity any. `waiting` is called once per interruption, with the reason.
 */
export function watchReach(
  client: Pick<ChatClient, 'listen'>,
  clock: Pick<Clock, 'after'>,
  waitMs: number,
  waiting: (failure: Failure) => void = () => {},
): Reach {
  let cancel: (() => void) | undefined;
  let resolve: (failure: Failure) => void = () => {};
  const lost = new Promise<Failure>((settle) => {
    resolve = settle;
  });
  const unlisten = client.listen((notice) => {
    if (notice.kind !== 'link') return;
    const { link, dial } = notice;
    if (link.status === 'online') {
      cancel?.();
      cancel = undefined;
    } else if (link.status === 'waiting' && cancel === undefined) {
      const failure: Failure = { kind: 'offline', detail: link.message, ...(dial === undefined ? {} : { dial }) };
      if (waitMs > 0) waiting(failure);
      // A timer cannot hold Infinity; then there is no limit.
      cancel = waitMs === Number.POSITIVE_INFINITY ? () => {} : clock.after(waitMs, () => resolve(failure));
    }
  });
  return {
    lost,
    stop: () => {
      unlisten();
      cancel?.();
    },
  };
}
