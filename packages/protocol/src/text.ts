/**
 * C0 but newline and tab, DEL, C1, the bidirectional embeddings, overrides and isolates, and lone surrogates: what must
 * never stand in text from people, since terminals obey it (CVE-2003-0070) or eyes are misled by it.
 */
// biome-ignore lint/suspicious/noControlCharactersInRegex: control characters are what this looks for
const forbidden = /[\u0000-\u0008\u000b-\u001f\u007f-\u009f\u202a-\u202e\u2066-\u2069\ud800-\udfff]/u;

/** True when the text has none of the characters that are refused as `bad_text`. */
export function isCleanText(text: string): boolean {
  return !forbidden.test(text);
}

/** True for clean text of one line. */
export function isCleanLine(text: string): boolean {
  return isCleanText(text) && !/[\n\t]/.test(text);
}
