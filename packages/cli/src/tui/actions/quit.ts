import type { Tui } from './tui.ts';

const messages = (n: number, one: string, more: string) => `${n} ${n === 1 ? `message ${one}` : `messages ${more}`}`;

/** Ends the chat; says what becomes of messages that are left behind. */
export function quit(tui: Tui): void {
  const { pending } = tui.view().chat;
  const refused = pending.filter((m) => m.refused !== undefined).length;
  const unsent = pending.length - refused;
  const parts: string[] = [];
  if (unsent > 0) {
    parts.push(`${messages(unsent, 'was', 'were')} not confirmed by the server when the chat was closed.`);
    const kept = unsent === 1 ? 'It is kept, and sent' : 'They are kept, and sent';
    if (tui.keeps) parts.push(`${kept} when the chat is opened again.`);
  }
  if (refused > 0)
    parts.push(`${messages(refused, 'was', 'were')} refused${tui.keeps ? ' and kept for /retry or /discard' : ''}.`);
  tui.exit(parts.length > 0 ? { exitCode: 0, say: parts.join(' ') } : { exitCode: 0 });
}
