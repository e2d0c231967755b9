/** A part of a text: fenced code with its fences, inline code with its backticks, or something else. */
export type CodePart = { readonly kind: 'text' | 'code' | 'block'; readonly text: string };

const fence = /^ {0,3}```/;
/** Inline code: the same number of backticks on both sides, and something in between. */
const inlineCode = /(?<!`)(`{1,2})(?!`)[^`\n]+\1(?!`)/g;

/**
 * The parts of a text, which together are the text: fenced blocks (```), inline code (`code`), and what is outside of code. Unclosed marks
 * are text. Linear in the length of the text.
 */
export function splitCode(text: string): CodePart[] {
  if (!text.includes('`')) return text === '' ? [] : [{ kind: 'text', text }];
  return blocksOf(text).flatMap((part) => (part.kind === 'text' ? inlineOf(part.text) : [part]));
}

function blocksOf(text: string): CodePart[] {
  const lines = text.split(/(?<=\n)/);
  // The last fence that could close a block: an opening fence after it is text, without searching again.
  const lastFence = lines.reduce((last, line, at) => (fence.test(line) ? at : last), -1);
  const parts: CodePart[] = [];
  let kind: 'text' | 'block' = 'text';
  let current: string[] = [];
  const flush = () => {
    if (current.length > 0) parts.push({ kind, text: current.join('') });
    current = [];
  };
  lines.forEach((line, at) => {
    const isFence = fence.test(line);
    if (kind === 'text' && isFence && at < lastFence) {
      flush();
      kind = 'block';
      current.push(line);
    } else if (kind === 'block' && isFence) {
      current.push(line);
      flush();
      kind = 'text';
    } else current.push(line);
  });
  flush();
  return parts;
}

function inlineOf(text: string): CodePart[] {
  const parts: CodePart[] = [];
  let done = 0;
  const plain = (to: number) => {
    if (to > done) parts.push({ kind: 'text', text: text.slice(done, to) });
  };
  for (const { index, 0: code } of text.matchAll(inlineCode)) {
    plain(index);
    parts.push({ kind: 'code', text: code });
    done = index + code.length;
  }
  plain(text.length);
  return parts;
}
