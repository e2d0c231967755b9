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

/** A message is found by its own text. An event that changes another message would return the seq of that one. */
export const readSearchText: ReadSearchText = ({ seq, type, payload }) => {
  const body: { kind?: unknown; text?: unknown } | null = type === 'message' ? (payload as object | null) : null;
  return body?.kind === 'text' && typeof body.text === 'string' ? { seq, text: body.text } : undefined;
};
