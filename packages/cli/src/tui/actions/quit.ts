import type { Tui } from './tui.ts';

/** Ends the chat; says so when messages are left behind. */
export function quit(tui: Tui): void {
  const unsent = tui.view().chat.pending.length;
  const say = `${unsent} ${unsent === 1 ? 'message was' : 'messages were'} not confirmed by the server when the chat was closed.`;
  tui.exit(unsent > 0 ? { exitCode: 0, say } : { exitCode: 0 });
}
