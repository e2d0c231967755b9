import type { Clock } from '@securechat/client';
import { escapeAt } from './key-sequences.ts';

/** Whom the parser tells what came from the keyboard, in its order. */
export type InputEvents = {
  /** Text with control characters among it, or one whole escape sequence that is a key. */
  typed(input: string): void;
  /** A text that is to be put in as it is: no character of it is a key. Its line breaks are as the terminal sends them. */
  pasted(text: string): void;
  /** A whole sequence that the terminal sends by itself or as an answer; true when it was understood. */
  reported(sequence: string): boolean;
};

const esc = '\u001b';
const ctrlC = '\u0003';
const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;

/** An escape character by itself is the key Esc: whoever presses it should not wait for it. */
const escapeMs = 30;
/** Alt+] and Alt+P begin like the answer of a terminal. */
const altMs = 100;
/** A slow line may cut a sequence anywhere; the rest is waited for a little longer than half a second. */
const sequenceMs = 600;
/** Answers are long, and nobody types such a thing. */
const stringMs = 1000;
/** A paste that stands still for so long is shown as far as it has come. */
const pasteMs = 1000;
/** What is read so soon after a paste without marks belongs to it. */
const samePasteMs = 50;
/** Nobody can use a longer paste. What follows is dropped, so that a broken paste fills no memory. */
const longestPaste = 8 * 1024 * 1024;

const waitMs = { escape: escapeMs, alt: altMs, sequence: sequenceMs, string: stringMs } as const;

/** Text and line breaks alone. */
const plainText = /^[\P{Cc}\t\n\r]*$/u;
const severalLines = /[\r\n][^\r\n]/;
/** What a sequence is, behind its escape character, when the terminal has sent it by itself: a report or an answer. */
const report = /^(?:\[(?:[IO]$|M|[<>?=]|[\d;]*[Mctxy]$|[\d;]*\$y$)|[\]P_])/;
/** The rest of a key whose escape character came earlier, by itself. */
const restOfKey = /^(?:\[|O[ABCDFHMPQRSabcd]$|\]\d)/;
/** What the end of a paste may begin with. */
const endBegins = Array.from({ length: pasteEnd.length - 1 }, (_, i) => pasteEnd.slice(0, pasteEnd.length - 1 - i));

/** Splits what is read from a terminal into keys, pastes and reports, wherever the line has cut it. */
export class InputParser {
  readonly #events: InputEvents;
  readonly #clock: Pick<Clock, 'nowMs' | 'after'>;
  /** The beginning of a sequence whose end has not come yet. */
  #held = '';
  /** The escape character of what is held was taken for the key Esc already. */
  #spent = false;
  /** Until then a read may bring the rest of a sequence whose escape character was taken for the key. */
  #escapedUntilMs = Number.NEGATIVE_INFINITY;
  /** What has come of a marked paste, and the last characters of it, which may be the beginning of its end; undefined while there is none. */
  #pasting: { readonly text: string; readonly tail: string } | undefined;
  /** Until then a read belongs to the unmarked paste before it. */
  #pastedUntilMs = Number.NEGATIVE_INFINITY;
  #cancel = () => {};

  constructor(events: InputEvents, clock: Pick<Clock, 'nowMs' | 'after'>) {
    this.#events = events;
    this.#clock = clock;
  }

  /** Takes what one read of the terminal has brought. */
  push(read: string): void {
    this.#cancel();
    // The way out for a person whose paste never ends.
    if (this.#pasting !== undefined && read === ctrlC) this.#pasting = undefined;
    const before = this.#held;
    this.#held = '';
    if (before !== '' || this.#pasting !== undefined) {
      this.#take(before + read);
      return;
    }
    const isRest = this.#clock.nowMs() < this.#escapedUntilMs && restOfKey.test(read);
    this.#escapedUntilMs = Number.NEGATIVE_INFINITY;
    this.#spent = isRest;
    if (!isRest && this.#isUnmarkedPaste(read)) this.#events.pasted(read);
    else this.#take(isRest ? esc + read : read);
  }

  /** Forgets what is held back and waits for nothing more. */
  stop(): void {
    this.#cancel();
    this.#held = '';
    this.#pasting = undefined;
  }

  #wait(ms: number, then: () => void): void {
    this.#cancel();
    this.#cancel = this.#clock.after(ms, then);
  }

  #typed(text: string): void {
    if (text !== '') this.#events.typed(text);
  }

  /** A terminal that does not mark pastes sends them as if typed, but all at once. */
  #isUnmarkedPaste(read: string): boolean {
    const nowMs = this.#clock.nowMs();
    const goesOn = nowMs < this.#pastedUntilMs && [...read].length > 1;
    if (!plainText.test(read) || !(severalLines.test(read) || goesOn)) return false;
    this.#pastedUntilMs = nowMs + samePasteMs;
    return true;
  }

  #take(text: string): void {
    let rest = text;
    while (rest !== '') {
      if (this.#pasting !== undefined) {
        rest = this.#takePaste(rest);
        continue;
      }
      const at = rest.indexOf(esc);
      this.#typed(at < 0 ? rest : rest.slice(0, at));
      if (at < 0) return;
      rest = rest.slice(at);
      const length = this.#takeEscape(rest);
      if (length === 0) return;
      rest = rest.slice(length);
    }
  }

  /** Takes what begins with this escape character, and tells how long it is; 0 where more must come first. */
  #takeEscape(text: string): number {
    const found = escapeAt(text, 0);
    if (found.kind === 'open') {
      this.#held = text;
      this.#wait(waitMs[found.as], () => this.#release());
      return 0;
    }
    const spent = this.#spent;
    this.#spent = false;
    if (found.kind === 'none') {
      const length = 1 + (text[1] === esc ? 1 : String.fromCodePoint(text.codePointAt(1) ?? 0).length);
      this.#typed(text.slice(spent ? 1 : 0, length));
      return length;
    }
    const sequence = text.slice(0, found.length);
    const inner = sequence.slice(1);
    // Esc was pressed, and then the terminal has sent something by itself.
    if (inner === pasteStart || (inner[0] === esc && report.test(inner.slice(1)))) {
      this.#typed(esc);
      return 1;
    }
    if (sequence === pasteStart) this.#pasting = { text: '', tail: '' };
    else if (report.test(inner)) this.#events.reported(sequence);
    else if (sequence !== pasteEnd) this.#typed(sequence);
    return found.length;
  }

  /** Nothing more has come: what is held back was keys after all, or an answer without its end. */
  #release(): void {
    const text = this.#held;
    const spent = this.#spent;
    this.#held = '';
    this.#spent = false;
    if (text.startsWith(`${esc}]`) && this.#events.reported(text)) return;
    if (text === esc) this.#escapedUntilMs = this.#clock.nowMs() + sequenceMs;
    // An escape character with what follows is one key, and the rest is text.
    const key = spent ? 1 : 0;
    this.#typed(text.slice(key, 2));
    this.#typed(text.slice(2));
  }

  /** Takes what belongs to the marked paste; what follows its end is returned. Linear in the length of a paste that comes in many reads. */
  #takePaste(read: string): string {
    const { text = '', tail = '' } = this.#pasting ?? {};
    const fresh = tail + read;
    const end = endOfPaste(fresh);
    if (end >= 0) {
      this.#pasting = undefined;
      this.#events.pasted(text + fresh.slice(0, end));
      return fresh.slice(end + pasteEnd.length);
    }
    const body = fresh.slice(0, 1 - pasteEnd.length);
    this.#pasting = {
      text: text.length + body.length > longestPaste ? text : text + body,
      tail: fresh.slice(body.length),
    };
    this.#wait(pasteMs, () => this.#showPaste());
    return '';
  }

  /** A paste that stands still is shown as far as it has come; it goes on when more comes. */
  #showPaste(): void {
    const { text = '', tail = '' } = this.#pasting ?? {};
    const begun = endBegins.find((begin) => tail.endsWith(begin)) ?? '';
    this.#pasting = { text: '', tail: begun };
    const shown = text + tail.slice(0, tail.length - begun.length);
    if (shown !== '') this.#events.pasted(shown);
  }
}

/**
 * Where a paste ends, or -1. Some terminals do not take the mark out of what is pasted: one in the middle would turn the rest of it into
 * keys, Enter among them. So it is the last mark before another paste begins.
 */
function endOfPaste(text: string): number {
  const next = text.indexOf(pasteStart, text.indexOf(pasteEnd) + 1);
  return next < 0 ? text.lastIndexOf(pasteEnd) : text.lastIndexOf(pasteEnd, next);
}
