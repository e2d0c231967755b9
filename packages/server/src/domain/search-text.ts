// Also runs in the searcher thread: relative files and types only.
import type { Seq } from '@securechat/protocol/ids';

/** What an event changes for searches: the message at `seq` is found by this text from now on, or no longer found. */
type SearchText = { readonly seq: Seq; readonly text: string | undefined };
/** Reads it from an event; undefined if nothing changes. `payload` is parsed; null if an event has none. */
export type ReadSearchText = (event: {
  readonly seq: Seq;
  readonly type: string;
  readonly payload: unknown;
}) => SearchText | undefined;

type Body = { readonly kind?: unknown; readonly text?: unknown } | null;
const textOf = (body: Body): string | undefined =>
  body?.kind === 'text' && typeof body.text === 'string' ? body.text : undefined;

/** A message is found by the text that it has: its own, or that of its last edit. */
export const readSearchText: ReadSearchText = ({ seq, type, payload }) => {
  if (type === 'message') {
    const text = textOf(payload as Body);
    return text === undefined ? undefined : { seq, text };
  }
  if (type !== 'message-edited' && type !== 'message-deleted') return undefined;
  const { target, body = null } = payload as { readonly target: Seq; readonly body?: Body };
  return { seq: target, text: textOf(body) };
};
