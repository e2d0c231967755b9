/** Characters that need no cleaning; a text of only these takes the fast path. */
const suspicious = /[^\n\u0020-\u007e\u00a1-\u00ac\u00ae-\u02ff\u3040-\u30ff\u4e00-\u9fff]/u;

/** Directional overrides and isolates, and zero-width characters that can hide or reorder text. */
const invisible = /\p{Default_Ignorable_Code_Point}|[\ufff9-\ufffb]/u;
/** The directional overrides and isolates, which servers refuse. */
const directional = /[\u202a-\u202e\u2066-\u2069]/g;
/** Control characters except line breaks and tabs, and lone surrogates. */
const controls = /(?![\n\t])[\p{Cc}\p{Cs}]/gu;
/** A letter, or a mark on one, of a script in which joiners change the shape of letters (Persian, Malayalam, Sinhala ...). */
const shaped =
  /^(?=[\p{L}\p{M}])[\p{Script=Arabic}\p{Script=Syriac}\p{Script=Nko}\p{Script=Mongolian}\p{Script=Devanagari}\p{Script=Bengali}\p{Script=Gurmukhi}\p{Script=Gujarati}\p{Script=Oriya}\p{Script=Tamil}\p{Script=Telugu}\p{Script=Kannada}\p{Script=Malayalam}\p{Script=Sinhala}\p{Script=Khmer}\p{Script=Myanmar}\p{Script=Tibetan}]/u;
/** The flag of a region: a black flag and the region's code in tag letters. */
const taggedFlag = /(\u{1f3f4}[\u{e0030}-\u{e0039}\u{e0061}-\u{e007a}]{3,6}\u{e007f})/u;
const joinable = /^(?:\p{Extended_Pictographic}|\p{Emoji_Modifier}|\ufe0f)/u;
const canBeEmoji = /^[\p{Emoji}\p{Extended_Pictographic}]/u;
const pictograph = /^\p{Extended_Pictographic}/u;
const mark = /^\p{M}/u;

/** More marks on one letter than any language needs would run over the lines above and below. */
const marksPerLetter = 8;

/** The visible replacement of a control character, so that nothing is hidden from the reader. */
function pictureOf(code: number): string | undefined {
  if (code < 0x20) return String.fromCodePoint(0x2400 + code);
  if (code === 0x7f) return '\u2421';
  const isC1 = code >= 0x80 && code <= 0x9f;
  const isLoneSurrogate = code >= 0xd800 && code <= 0xdfff;
  return isC1 || isLoneSurrogate ? '\ufffd' : undefined;
}

/** True if a joiner or variation selector is needed to draw the character before it. */
function isNeeded(code: number, before: string, next: string | undefined): boolean {
  if ((code === 0x200c || code === 0x200d) && shaped.test(before)) return true;
  if (code === 0x200d) return joinable.test(before) && next !== undefined && pictograph.test(next);
  return code === 0xfe0f && canBeEmoji.test(before);
}

/** The replacement of a code point, given the previous output and the next code point. */
function putFor(point: string, last: string, next: string | undefined, marks: number): string {
  const code = point.codePointAt(0) ?? 0;
  if (point === '\t') return point;
  if (point === '\n' || code === 0x2028 || code === 0x2029) return '\n';
  if (invisible.test(point)) return isNeeded(code, last, next) ? point : '';
  return marks > marksPerLetter ? '' : (pictureOf(code) ?? point);
}

/**
 * Makes text from others safe to draw: control characters become visible; directional overrides and zero-width characters are removed, except
 * where they are needed to draw an emoji, a flag or joined letters. Line breaks and tabs stay. Idempotent. For drawing only: typed, stored
 * and copied text is not cleaned.
 */
export function clean(text: string): string {
  if (!suspicious.test(text)) return text;
  const parts = text.replaceAll('\r\n', '\n').split(taggedFlag);
  return parts.map((part, i) => (i % 2 === 1 ? part : cleanPart(part))).join('');
}

function cleanPart(text: string): string {
  const points = [...text];
  let out = '';
  let last = '';
  let marks = 0;
  for (const [i, point] of points.entries()) {
    marks = mark.test(point) ? marks + 1 : 0;
    const put = putFor(point, last, points[i + 1], marks);
    if (put !== '') last = put;
    out += put;
  }
  return out;
}

/** Cleans text that must stay on one line: names, topics, reasons. */
export function cleanLine(text: string): string {
  return clean(text.replaceAll('\t', ' ')).replaceAll('\n', ' ');
}

/**
 * Cleans a message that is drawn where it can be selected and copied, isolated from other text: what servers refuse is removed or made
 * visible, and all else stays (joiners, direction marks, soft hyphens), so that a copy equals the original.
 */
export function cleanSelectable(text: string): string {
  if (!suspicious.test(text)) return text;
  return text.replace(directional, '').replace(controls, (point) => pictureOf(point.codePointAt(0) ?? 0) ?? point);
}
