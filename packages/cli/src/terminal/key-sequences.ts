const esc = '\u001b';

/** The longest answer of a terminal that is read as one; anything longer was typed. */
const longestString = 1024;
const longestParameters = 64;

/**
 * What stands at an escape character: a whole sequence of this length, one whose end has not come yet, or no sequence at all but a key.
 * An open one is the escape character alone, `alt` with a character that also begins an answer, a `sequence` of a key or a report, or
 * the `string` of an answer.
 */
export type Escape =
  | { readonly kind: 'whole'; readonly length: number }
  | { readonly kind: 'open'; readonly as: 'escape' | 'alt' | 'sequence' | 'string' }
  | { readonly kind: 'none' };

const none: Escape = { kind: 'none' };
const open = (as: (Escape & { kind: 'open' })['as']): Escape => ({ kind: 'open', as });

/** Without parameters these alone are keys or reports; other letters were typed after Esc or Alt+[. */
const bareFinals = 'ABCDEFGHIMOPQRSZabcd';
// All of what follows the escape character; also a control ends none but the string.
const csi = /\[(?:\[[A-E]|[235-8]\$|(?<params>[0-?]*)(?<between>[ -/]*)(?<last>[@-Z\\-~]))/y;
const openCsi = /\[(?:\[|[0-?]*[ -/]*)$/y;
/** A mouse report of the oldest kind: three characters follow, of any value but a control. */
const mouse = /\P{Cc}{0,3}/uy;
const ss3 = /O(?:\d(?:;\d)?)?[ABCDFHMPQRSabcd]/y;
const openSs3 = /O(?:\d;?)?$/y;
/** Answers to what another program has asked may come at the start, so every kind of string is known. */
const string = /(?:\]\d+;|P[\d;]*[>$+!|]|_G)\P{Cc}*(?<end>\p{Cc}\\?)/uy;
const openString = /(?:\]\d{1,3}(?:;\P{Cc}*)?|P[\d;]*(?:[>$+!|]\P{Cc}*)?|_(?:G\P{Cc}*)?)(?<end>\p{Cc})?$/uy;
const bell = '\u0007';
const stringEnd = `${esc}\\`;

function match(pattern: RegExp, text: string, at: number): RegExpExecArray | undefined {
  pattern.lastIndex = at;
  return pattern.exec(text) ?? undefined;
}

type At = { readonly text: string; readonly at: number; readonly from: number };

function csiAt({ text, at, from }: At): Escape {
  const found = match(csi, text, from);
  if (!found) {
    const begun = match(openCsi, text, from)?.[0];
    return begun !== undefined && begun.length <= longestParameters ? open('sequence') : none;
  }
  const end = from + found[0].length;
  const { params, between, last } = found.groups ?? {};
  if (last === undefined || params !== '' || between !== '') return { kind: 'whole', length: end - at };
  if (!bareFinals.includes(last)) return none;
  if (last !== 'M') return { kind: 'whole', length: end - at };
  const where = match(mouse, text, end)?.[0] ?? '';
  const isCut = [...where].length < 3 && end + where.length === text.length;
  return isCut ? open('sequence') : { kind: 'whole', length: end + where.length - at };
}

function ss3At({ text, at, from }: At): Escape {
  const found = match(ss3, text, from);
  if (found) return { kind: 'whole', length: from + found[0].length - at };
  return match(openSs3, text, from) ? open('sequence') : none;
}

function stringAt({ text, at, from }: At): Escape {
  if (text.length === from + 1) return open('alt');
  const found = match(string, text, from);
  const { end } = found?.groups ?? {};
  if (found && (end === bell || end === stringEnd)) return { kind: 'whole', length: from + found[0].length - at };
  const begun = match(openString, text, from);
  if (!begun || text.length - at > longestString) return none;
  return begun.groups?.end === undefined || begun.groups.end === esc ? open('string') : none;
}

/** What stands in the text at this escape character. */
export function escapeAt(text: string, at: number): Escape {
  // Alt with a key that sends a sequence: one more escape character in front.
  const from = text[at + 1] === esc ? at + 2 : at + 1;
  const introducer = text[from];
  if (introducer === undefined) return open('escape');
  if (introducer === '[') return csiAt({ text, at, from });
  if (introducer === 'O') return ss3At({ text, at, from });
  return from === at + 1 && ']P_'.includes(introducer) ? stringAt({ text, at, from }) : none;
}
