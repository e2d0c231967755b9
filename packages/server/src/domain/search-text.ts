// Runs in the searcher thread too: relative files and types only.
import type { Seq } from '@securechat/protocol/ids';

/** What an event changes for searches: the message at `seq` is found by this text from now on, or not at all. */
type SearchText = { readonly seq: Seq; readonly text: string | undefined };
/** Reads it from an event; undefined where nothing changes. `payload` was parsed from what is stored; null where an event has none. */
export type ReadSearchText = (event: {
  readonly seq: Seq;
  readonly type: string;
  readonly payload: unknown;
}) => SearchText | undefined;

/** A message is found by its own text. An event that changes another message would name the seq of that one. */
export const readSearchText: ReadSearchText = ({ seq, type, payload }) => {
  const body: { kind?: unknown; text?: unknown } | null = type === 'message' ? (payload as object | null) : null;
  return body?.kind === 'text' && typeof body.text === 'string' ? { seq, text: body.text } : undefined;
};
