/**
 * C0 except newline and tab, DEL, C1, the bidirectional embeddings, overrides and isolates, and lone surrogates: they must never occur in
 * text from people, since terminals obey them (CVE-2003-0070) or readers are misled by them.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;

const allForbidden = new RegExp(forbidden, 'gu');

/** The text without the characters that are refused as `bad_text`; everything else stays unchanged. */
export function withoutRefused(text: string): string {
  return text.replace(allForbidden, '');
}

/** True when the text has none of the characters that are refused as `bad_text`. */
export function isCleanText(text: string): boolean {
  return !forbidden.test(text);
}

/** True for clean text of one line. */
export function isCleanLine(text: string): boolean {
  return isCleanText(text) && !/[\n\t]/.test(text);
}

/**
 * White space, everything that Unicode defines as not drawn (zero-width characters, fillers, selectors, tags), controls, and three kinds
 * that only their glyphs show to be empty: the braille blank, the null notehead, and the annotation marks.
 */
const invisible = /[\p{White_Space}\p{Default_Ignorable_Code_Point}\p{Cc}\u2800\ufff9-\ufffb\u{1d159}]/u;

/** True when nothing in the text is visible. Such a text is refused as `empty_text`. */
export function isBlank(text: string): boolean {
  for (const character of text) if (!invisible.test(character)) return false;
  return true;
}

/** A message as it is shown: `isAction` if it says what its author does (`* ada waves`), and the text without the slash. */
export type ShownMessage = { readonly isAction: boolean; readonly text: string };

/**
 * How a stored text is shown. `/me ` followed by something is an action of its author. Another slash in front makes it text again: `//me x`
 * reads `/me x`.
 */
export function readMessage(text: string): ShownMessage {
  if (/^\/me ./su.test(text)) return { isAction: true, text: text.slice('/me '.length) };
  return { isAction: false, text: isEscaped(text) ? text.slice(1) : text };
}

/** The text to store so that it is shown exactly as given, and never as an action. */
export function asWords(text: string): string {
  return /^\/+me ./su.test(text) ? `/${text}` : text;
}

function isEscaped(text: string): boolean {
  return /^\/\/+me ./su.test(text);
}

/** The number of bytes of a text in UTF-8; each half of a broken pair counts as its replacement. */
export function utf8Bytes(text: string): number {
  let bytes = 0;
  for (const c of text) {
    const code = c.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
}
