import type { Tui } from './tui.ts';

/** Ends the chat; says what becomes of messages that are left behind. */
export function quit(tui: Tui): void {
  const { pending } = tui.view().chat;
  const unsent = pending.filter((m) => m.refused === undefined).length;
  const count = `${unsent} ${unsent === 1 ? 'message was' : 'messages were'} not confirmed by the server when the chat was closed.`;
  const kept = unsent === 1 ? 'It is kept, and sent' : 'They are kept, and sent';
  const say = tui.keeps ? `${count} ${kept} when the chat is opened again.` : count;
  tui.exit(unsent > 0 ? { exitCode: 0, say } : { exitCode: 0 });
}
