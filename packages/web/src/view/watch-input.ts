import { type ChatClient, type Clock, IdleWatch } from '@securechat/client';

/** What counts as using the page. */
const inputs = ['keydown', 'pointerdown', 'pointermove', 'wheel'] as const;

/** Tells the server when nobody has used the page for ten minutes, and when somebody does again. */
export function watchInput(client: ChatClient, clock: Clock, signal: AbortSignal): void {
  const watch = new IdleWatch(clock, (idle) => client.setIdle(idle));
  for (const input of inputs) document.addEventListener(input, () => watch.used(), { signal, passive: true });
  watch.used();
  signal.addEventListener('abort', () => watch.stop());
}
