const esc = '\u001b';

/** Maximum length of a reply without its terminator, or of a sequence's parameters: anything longer was typed. */
const maxStringLength = 1024;
const maxParametersLength = 64;

/**
 * What starts at an escape character: a whole sequence of this length, an open one whose end has not arrived, or none, so that it is
 * Alt with a key. An open one is only the escape character, `alt` with a character that may start a reply, the `sequence` of a key or a
 * report, or the `string` of a reply.
 */
export type Escape =
  | { readonly kind: 'whole'; readonly length: number }
  | { readonly kind: 'open'; readonly as: 'escape' | 'alt' | 'sequence' | 'string' }
  | { readonly kind: 'none' };

const none: Escape = { kind: 'none' };
const open = (as: (Escape & { kind: 'open' })['as']): Escape => ({ kind: 'open', as });

/** Without parameters only these end a key or a report; other letters were typed after Esc or Alt+[. */
const bareFinals = 'ABCDEFGHIMOPQRSZabcd';
// All of these match after the escape character. A control character ends a string, and aborts the others.
const csi = /\[(?:\[[A-E]|[235-8]\$|(?<params>[0-?]*)(?<between>[ -/]*)(?<last>[@-Z\\-~]))/y;
const openCsi = /\[(?:\[|[0-?]*[ -/]*)$/y;
/** The oldest form of a mouse report: three characters follow, of any value except a control character. */
const mouse = /\P{Cc}{0,3}/uy;
const ss3 = /O(?:\d(?:;\d)?)?[ABCDFHMPQRSabcd]/y;
const openSs3 = /O(?:\d;?)?$/y;
/** Replies to another program's requests may arrive at the start, so every kind of string is known. */
const string = /(?:\]\d{1,3};|P[\d;]*[>$+!|]|_G)\P{Cc}*(?<end>\p{Cc}\\?)/uy;
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
    return begun !== undefined && begun.length <= maxParametersLength ? open('sequence') : none;
  }
  if (found[0].length > maxParametersLength + 1) return none;
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
  const { end = '' } = found?.groups ?? {};
  // A backslash after BEL was typed.
  const terminator = end.startsWith(bell) ? bell : end;
  if (found && (terminator === bell || terminator === stringEnd)) {
    const length = found[0].length - end.length;
    return length <= maxStringLength ? { kind: 'whole', length: from + length + terminator.length - at } : none;
  }
  const begun = match(openString, text, from);
  const cut = begun?.groups?.end ?? '';
  if (!begun || begun[0].length - cut.length > maxStringLength) return none;
  return cut === '' || cut === esc ? open('string') : none;
}

/** What starts in the text at this escape character. */
export function escapeAt(text: string, at: number): Escape {
  // Alt with a key that sends a sequence: an additional escape character in front.
  const from = text[at + 1] === esc ? at + 2 : at + 1;
  const introducer = text[from];
  if (introducer === undefined) return open('escape');
  if (introducer === '[') return csiAt({ text, at, from });
  if (introducer === 'O') return ss3At({ text, at, from });
  return from === at + 1 && ']P_'.includes(introducer) ? stringAt({ text, at, from }) : none;
}
