import * as v from 'valibot';
import { limits } from './limits.ts';

/**
 * The text of a message, as plain text. Line breaks are `\n`. The server checks its length and characters (`too_long`, `bad_text`,
 * `empty_text`). A text that begins with `/me ` is shown as an action of its author: `* ada waves`. If it begins with several
 * slashes, one is removed for display: `//me waves` reads `/me waves`.
 */
export const textBody = v.object({
  kind: v.literal('text'),
  text: v.pipe(v.string(), v.minLength(1), v.maxLength(limits.frameBytes)),
});

/** The kinds that this version can send. `sealed` (end-to-end encrypted) and `file` are planned. */
export const body = v.variant('kind', [textBody]);
export type Body = v.InferOutput<typeof body>;

/** A kind from a newer version. A malformed body of a known kind is refused and never falls through to this. */
const newerBody = v.pipe(
  v.object({
    kind: v.pipe(
      v.string(),
      v.maxLength(32),
      v.check((kind) => kind !== 'text', 'malformed body of a known kind'),
    ),
  }),
  v.transform((newer) => ({ kind: 'unknown' as const, of: newer.kind })),
);

const lineCount = (text: string) => {
  let lines = 1;
  for (let at = text.indexOf('\n'); at !== -1; at = text.indexOf('\n', at + 1)) lines++;
  return lines;
};

/** A text as a server sends it: it has accepted the text before, so one beyond the limits breaks the protocol. */
const acceptedText = v.object({
  kind: v.literal('text'),
  text: v.pipe(
    v.string(),
    v.minLength(1),
    v.maxLength(limits.text),
    v.check((text) => lineCount(text) <= limits.lines, `at most ${limits.lines} lines`),
  ),
});

/** A body as received: of a known kind, or `unknown`, which clients show as a message that this version cannot display. */
export const readBody = v.union([v.variant('kind', [acceptedText]), newerBody]);
export type ReadBody = v.InferOutput<typeof readBody>;
