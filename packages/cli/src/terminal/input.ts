import { StringDecoder } from 'node:string_decoder';
import type { Clock } from '@securechat/client';
import type { Press } from '../chat/keys/names.ts';
import { escapeAt } from './escape-sequences.ts';
import { backgroundIn, type Report, reportIn } from './reports.ts';
import { tokenize } from './tokenize.ts';

/** Events of a terminal. Its size is not among them: the system reports that by a signal. */
export type InputEvent =
  | { readonly kind: 'key'; readonly press: Press }
  /** Text to insert literally, with the line breaks as the terminal sends them. */
  | { readonly kind: 'paste'; readonly text: string }
  | Report;

const esc = '\u001b';
const ctrlC = '\u0003';
const pasteStart = `${esc}[200~`;
const pasteEnd = `${esc}[201~`;

/**
 * How long to wait for the rest of an unfinished sequence. A lone escape character is the key Esc, which should act at once; Alt+] and
 * Alt+P start like a reply. A slow line may split a sequence anywhere, for half a second. Replies are long, and nobody types one.
 */
const waitMs = { escape: 30, alt: 100, sequence: 600, string: 1000 } as const;
/** A paste that pauses for this long is delivered as far as it has arrived. */
const pasteMs = 1000;
/** A read within this time after an unmarked paste continues it. */
const samePasteMs = 50;
/** Anything beyond is dropped, so that a paste without an end cannot fill the memory. */
const maxPasteLength = 8 * 1024 * 1024;

const textAndLineBreaks = /^[\P{Cc}\t\n\r]*$/u;
const severalLines = /[\r\n][^\r\n]/;
/** Beginnings that were reported as Esc, Alt+], Alt+Shift+P or Alt+_ because nothing followed in time. */
const beginnings = new Set([esc, `${esc}]`, `${esc}P`, `${esc}_`]);
/** Such a beginning with its rest after all, instead of what was typed next. Matches after the escape character. */
const sequenceAfterAll = /^(?:\[|O[ABCDFHMPQRSabcd]$|\]\d{1,3};|P[\d;]*[>$+!|]|_G)/;
/** Every prefix of the end marker, longest first. */
const endBeginnings = Array.from({ length: pasteEnd.length - 1 }, (_, i) => pasteEnd.slice(0, -1 - i));

type State =
  /** A read before `untilMs` may contain the rest of a sequence whose beginning `begun` was reported as a key. */
  | { readonly status: 'idle'; readonly begun?: string; readonly untilMs?: number }
  /** An unfinished sequence, and how many of its first characters were reported as a key already. */
  | { readonly status: 'sequence'; readonly held: string; readonly reported: number }
  /** A marked paste: its text, and its last characters, which may be a prefix of the end marker. `paused`: delivered so far. */
  | { readonly status: 'paste'; readonly text: string; readonly tail: string; readonly paused?: true };

const idle: State & { readonly status: 'idle' } = { status: 'idle' };

/**
 * Turns the bytes of a terminal into keys, pastes and reports, wherever reads split them. Holds back at most one unfinished sequence or
 * paste, and only for the times above.
 */
export class TerminalInput {
  readonly #emit: (event: InputEvent) => void;
  readonly #clock: Pick<Clock, 'nowMs' | 'after'>;
  readonly #decoder = new StringDecoder('utf8');
  #state: State = idle;
  /** A read before this time continues an unmarked paste. */
  #pastedUntilMs = Number.NEGATIVE_INFINITY;
  #cancelWait = () => {};

  constructor(emit: (event: InputEvent) => void, clock: Pick<Clock, 'nowMs' | 'after'>) {
    this.#emit = emit;
    this.#clock = clock;
  }

  /** Handles the bytes of one read. */
  push(bytes: Uint8Array): void {
    const read = this.#decoder.write(bytes);
    // Only a part of one character: the rest of the sequence has not arrived.
    if (read === '') return;
    this.#cancelWait();
    const state = this.#state;
    if (state.status === 'sequence') {
      this.#state = idle;
      this.#take(state.held + read, state.reported);
    } else if (state.status === 'idle') this.#begin(read, state);
    // Ctrl+C ends a paste that never ends, even within a character. A pasted Ctrl+C is text.
    else if (state.paused && bytes.length === 1 && read.endsWith(ctrlC)) this.#begin(ctrlC, state);
    else this.#take(read);
  }

  /** Discards what is held back, and cancels its timer. */
  stop(): void {
    this.#cancelWait();
    this.#state = idle;
  }

  #wait(ms: number, then: () => void): void {
    this.#cancelWait = this.#clock.after(ms, then);
  }

  #keys(text: string): void {
    if (text !== '') for (const press of tokenize(text)) this.#emit({ kind: 'key', press });
  }

  #paste(text: string): void {
    this.#emit({ kind: 'paste', text });
  }

  #begin(read: string, before: State): void {
    this.#state = idle;
    const { begun = '', untilMs = 0 } = before.status === 'idle' ? before : idle;
    const joined = begun + read;
    if (begun !== '' && this.#clock.nowMs() < untilMs && sequenceAfterAll.test(joined.slice(1))) {
      this.#take(joined, begun.length);
    } else if (this.#isUnmarkedPaste(read)) this.#paste(read);
    else this.#take(read);
  }

  /** A terminal that does not mark pastes sends them like typed text, but several lines in one read. */
  #isUnmarkedPaste(read: string): boolean {
    const nowMs = this.#clock.nowMs();
    const continues = nowMs < this.#pastedUntilMs && [...read].length > 1;
    if (!textAndLineBreaks.test(read) || !(severalLines.test(read) || continues)) return false;
    this.#pastedUntilMs = nowMs + samePasteMs;
    return true;
  }

  /** Handles a text, the first `reported` characters of which were reported as a key already. */
  #take(text: string, reported = 0): void {
    let rest = text;
    let skipped = reported;
    while (rest !== '') {
      if (this.#state.status === 'paste') {
        rest = this.#takePaste(rest, this.#state);
        continue;
      }
      const at = rest.indexOf(esc);
      this.#keys(at < 0 ? rest : rest.slice(0, at));
      if (at < 0) return;
      rest = rest.slice(at);
      const length = this.#takeEscape(rest, skipped);
      if (length === 0) return;
      skipped = 0;
      rest = rest.slice(length);
    }
  }

  /** Handles what starts at this escape character, and returns its length; 0 if its end has not arrived. */
  #takeEscape(text: string, reported: number): number {
    const found = escapeAt(text, 0);
    if (found.kind === 'open') {
      this.#state = { status: 'sequence', held: text, reported };
      this.#wait(waitMs[found.as], () => this.#release(text, reported));
      return 0;
    }
    if (found.kind === 'none') {
      const length = 1 + (text[1] === esc ? 1 : String.fromCodePoint(text.codePointAt(1) ?? 0).length);
      this.#keys(text.slice(reported, length));
      return length;
    }
    const sequence = text.slice(0, found.length);
    const inner = sequence.slice(1);
    // Esc was pressed, and then the terminal sent a report.
    if (inner === pasteStart || (inner[0] === esc && reportIn(inner))) {
      this.#keys(esc);
      return 1;
    }
    const report = reportIn(sequence);
    if (sequence === pasteStart) this.#awaitPaste('', '');
    else if (report) this.#emit(report);
    else if (sequence !== pasteEnd) this.#keys(sequence);
    return found.length;
  }

  /** Nothing more has arrived: what is held back was keys, or a reply without its terminator. */
  #release(text: string, reported: number): void {
    const untilMs = this.#clock.nowMs() + waitMs.sequence;
    this.#state = beginnings.has(text) ? { status: 'idle', begun: text, untilMs } : idle;
    const background = backgroundIn(text);
    if (background) {
      this.#emit({ kind: 'background', background });
      return;
    }
    // An escape character and the next character are one key, and the rest is text.
    this.#keys(text.slice(reported, 2));
    this.#keys(text.slice(2));
  }

  /** Handles the part that belongs to the paste, and returns the rest. Takes linear time in the length of a paste, however it is split. */
  #takePaste(read: string, { text, tail }: State & { readonly status: 'paste' }): string {
    this.#cancelWait();
    const fresh = tail + read;
    const end = endOfPaste(fresh);
    const body = end < 0 ? fresh.slice(0, 1 - pasteEnd.length) : fresh.slice(0, end);
    const all = text.length >= maxPasteLength ? text : text + body.slice(0, maxPasteLength - text.length);
    if (end >= 0) {
      this.#state = idle;
      this.#paste(all);
      return fresh.slice(end + pasteEnd.length);
    }
    this.#awaitPaste(all, fresh.slice(body.length));
    return '';
  }

  #awaitPaste(text: string, tail: string): void {
    this.#state = { status: 'paste', text, tail };
    this.#wait(pasteMs, () => this.#showPaste());
  }

  /** Delivers a pausing paste as far as it has arrived; more may follow. */
  #showPaste(): void {
    if (this.#state.status !== 'paste') return;
    const { text, tail } = this.#state;
    const begun = endBeginnings.find((beginning) => tail.endsWith(beginning)) ?? '';
    this.#state = { status: 'paste', text: '', tail: begun, paused: true };
    const shown = text + tail.slice(0, tail.length - begun.length) + this.#decoder.end();
    if (shown !== '') this.#paste(shown);
  }
}

/**
 * The end of a paste, or -1. Some terminals do not remove the marker from pasted text: one in the middle would turn the rest of it into
 * keys, including Enter. So the last marker before another paste counts.
 */
function endOfPaste(text: string): number {
  const next = text.indexOf(pasteStart, text.indexOf(pasteEnd) + 1);
  return next < 0 ? text.lastIndexOf(pasteEnd) : text.lastIndexOf(pasteEnd, next);
}
