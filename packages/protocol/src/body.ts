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

/** In place of a body whose message was deleted: nobody can read it any more. */
const deletedBody = v.object({ kind: v.literal('deleted') });

/** The kinds that this version can read; defined only here. */
const knownBody = v.variant('kind', [acceptedText, deletedBody]);
const knownKinds = new Set<string>(knownBody.options.map(({ entries }) => entries.kind.literal));

/** A kind from a newer version. A malformed body of a known kind is refused and never falls through to this. */
const newerBody = v.pipe(
  v.looseObject({
    kind: v.pipe(
      v.string(),
      v.maxLength(32),
      v.check((kind) => !knownKinds.has(kind), 'malformed body of a known kind'),
    ),
  }),
  v.transform((body) => ({ kind: 'unknown' as const, of: body.kind, json: JSON.stringify(body) })),
);

/**
 * A received body: of a known kind, or `unknown`, which clients show as a message that this version cannot display. Its `json` is the whole
 * body, so that a later version can read it from storage, and so that its size is known.
 */
export const readBody = v.union([knownBody, newerBody]);
export type ReadBody = v.InferOutput<typeof readBody>;
