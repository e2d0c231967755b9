import type { EventId, Seq } from '@securechat/protocol';
import { dayElement, timeOf } from './dates.ts';
import { button, make } from './elements.ts';
import type { TimelineLine } from './lines.ts';
import { MessageFocus, setTabIndex } from './message-focus.ts';
import { messageText } from './message-text.ts';

/** What the buttons of lines do. */
export type LineActions = {
  /** Of refused messages and changes. */
  readonly retry: (id: EventId) => void;
  readonly discard: (id: EventId) => void;
  /** Of messages. */
  readonly edit: (seq: Seq) => void;
  readonly delete: (seq: Seq) => void;
  /** The focus leaves the messages. */
  readonly leave: () => void;
};

/** Characters of a message in the accessible names of its buttons. */
const named = 40;

/** Draws the lines of one room, each once: unchanged lines stay, so that a selection and the scroll position survive. */
export class TimelineView {
  readonly #list: HTMLElement;
  readonly #scroller: HTMLElement;
  readonly #actions: LineActions;
  readonly #focus: MessageFocus;
  #drawn = new Map<string, { readonly line: TimelineLine; readonly element: HTMLElement }>();
  #room: string | undefined;
  /** Follow the newest line, until the user scrolls away. */
  #follows = true;
  #topPx = 0;

  constructor(list: HTMLElement, scroller: HTMLElement, actions: LineActions, signal: AbortSignal) {
    this.#list = list;
    this.#scroller = scroller;
    this.#actions = actions;
    this.#focus = new MessageFocus(list, actions.leave, signal);
    scroller.addEventListener('scroll', () => this.#scrolled(), { signal });
    // A banner, a growing composer or a phone's keyboard reduce the scroller's height without a scroll event.
    const sizes = new ResizeObserver(() => this.#follows && this.#toEnd());
    for (const element of [scroller, list]) sizes.observe(element);
    signal.addEventListener('abort', () => sizes.disconnect());
  }

  /** Scrolls to the newest line. */
  showEnd(): void {
    this.#toEnd();
  }

  /** Scrolls to this message and focuses it; false if it is not drawn. */
  show(seq: Seq): boolean {
    const line = this.#list.querySelector<HTMLElement>(`[data-kind="message"][data-seq="${seq}"]`);
    if (!line) return false;
    this.#follows = false;
    line.scrollIntoView({ block: 'center' });
    line.focus({ preventScroll: true });
    return true;
  }

  /** Marks the message that is edited; undefined if none is. */
  markEdited(seq: Seq | undefined): void {
    for (const line of this.#list.querySelectorAll('[data-editing]')) line.removeAttribute('data-editing');
    const line = seq === undefined ? undefined : this.#list.querySelector(`[data-kind="message"][data-seq="${seq}"]`);
    line?.setAttribute('data-editing', '');
  }

  /** Whether all lines are visible at once, so that scrolling cannot load more. */
  get fits(): boolean {
    const { scrollHeight, clientHeight } = this.#scroller;
    return clientHeight > 0 && scrollHeight <= clientHeight;
  }

  /** Whether the newest line is visible. */
  get atEnd(): boolean {
    const { scrollHeight, scrollTop, clientHeight } = this.#scroller;
    return scrollHeight - scrollTop - clientHeight < 40;
  }

  clear(): void {
    this.#list.replaceChildren();
    this.#drawn.clear();
    this.#room = undefined;
  }

  draw(room: string, lines: readonly TimelineLine[]): void {
    const moved = room !== this.#room;
    const follow = moved || this.#follows;
    const below = this.#scroller.scrollHeight - this.#scroller.scrollTop;
    const first = this.#list.firstElementChild;
    this.#room = room;
    const drawn = new Map<string, { line: TimelineLine; element: HTMLElement }>();
    for (const line of lines) {
      const before = moved ? undefined : this.#drawn.get(line.key);
      const same = before && sameLine(before.line, line);
      drawn.set(line.key, { line, element: same ? before.element : this.#element(line) });
    }
    const focused = this.#focusedKey();
    this.#place([...drawn.values()].map(({ element }) => element));
    this.#drawn = drawn;
    if (focused !== undefined && !this.#list.contains(document.activeElement)) drawn.get(focused)?.element.focus();
    this.#focus.settle();
    if (follow) this.#toEnd();
    // Older lines were inserted above: keep the scroll position.
    else if (this.#list.firstElementChild !== first) this.#scroller.scrollTop = this.#scroller.scrollHeight - below;
  }

  /** The line that has the focus, or a part of it. */
  #focusedKey(): string | undefined {
    const focused = this.#list.contains(document.activeElement) ? document.activeElement?.closest('li') : undefined;
    return focused ? [...this.#drawn].find(([, { element }]) => element === focused)?.[0] : undefined;
  }

  #toEnd(): void {
    this.#scroller.scrollTop = this.#scroller.scrollHeight;
    this.#topPx = this.#scroller.scrollTop;
    this.#follows = true;
  }

  /** Scrolling up leaves the end; a scroller that became smaller does not. */
  #scrolled(): void {
    const { scrollTop } = this.#scroller;
    this.#follows = this.atEnd || (this.#follows && scrollTop >= this.#topPx);
    this.#topPx = scrollTop;
  }

  /** Makes these the lines of the list: one pass, which does not touch unchanged lines. */
  #place(wanted: readonly HTMLElement[]): void {
    const keep = new Set<Element>(wanted);
    for (const child of [...this.#list.children]) if (!keep.has(child)) child.remove();
    let next = this.#list.firstElementChild;
    for (const element of wanted) {
      if (element === next) next = next.nextElementSibling;
      else this.#list.insertBefore(element, next);
    }
  }

  #element(line: TimelineLine): HTMLElement {
    const { kind, seq, atMs, author, text, mark, deleted, refused, id, folded } = line;
    if (kind === 'day') return make('li', { 'data-kind': kind }, dayElement(atMs, text));
    const said = make('div', { class: 'said' });
    if (author !== undefined && folded === undefined) said.append(make('bdi', { class: 'author' }, author), ' ');
    if (folded !== undefined) said.append(foldedText(line, folded));
    else if (kind === 'message' || kind === 'pending') said.append(messageText(text, line));
    else said.append(make('span', { class: 'text' }, text));
    if (mark !== undefined && folded === undefined) said.append(' ', make('span', { class: 'mark' }, mark));
    if (kind === 'pending' && refused === undefined) {
      said.append(' ', make('span', { class: 'state' }, 'sending…'));
    }
    if (id !== undefined && refused !== undefined) said.append(this.#refused(id, text, refused));
    const attributes = {
      'data-kind': kind,
      ...(seq !== undefined && { 'data-seq': String(seq) }),
      ...(deleted && { 'data-deleted': '' }),
    };
    const element = make('li', attributes, timeOf(atMs), said, ...this.#tools(line));
    if (kind === 'message') setTabIndex(element, -1);
    return element;
  }

  #refused(id: EventId, text: string, refused: string): HTMLElement {
    // The pressed button disappears with its line, so the focus moves elsewhere.
    const then = (act: (id: EventId) => void) => () => {
      act(id);
      this.#actions.leave();
    };
    const actions = [
      button('Retry', then(this.#actions.retry), `Retry: ${beginning(text)}`),
      button('Discard', then(this.#actions.discard), `Discard: ${beginning(text)}`),
    ];
    return make('div', { class: 'refused' }, refused, make('div', { class: 'actions' }, ...actions));
  }

  /** The buttons of a message, visible while the pointer or the focus is on it. */
  #tools({ seq, may, text, folded }: TimelineLine): HTMLElement[] {
    if (!may || seq === undefined) return [];
    const name = folded ?? beginning(text);
    const buttons = [
      ...(may.edit ? [button('Edit', () => this.#actions.edit(seq), `Edit: ${name}`)] : []),
      ...(may.delete ? [button('Delete', () => this.#actions.delete(seq), `Delete: ${name}`)] : []),
    ];
    return [make('div', { class: 'tools' }, ...buttons)];
  }
}

/** The beginning of a message, in the names of its buttons. */
const beginning = (text: string): string => text.slice(0, named);

/** In place of the message of a blocked person: what it is, and a button that shows it. */
function foldedText(line: TimelineLine, label: string): HTMLElement {
  const { author, text } = line;
  const place = make('span', { class: 'folded' }, label, ' ');
  const show = () => {
    const shown = messageText(text, line);
    if (author !== undefined) place.before(make('bdi', { class: 'author' }, author), ' ');
    place.replaceWith(shown);
    // The button is gone, and the focus would be, too.
    shown.tabIndex = -1;
    shown.focus();
  };
  place.append(button('Show', show, `Show the ${label}`));
  return place;
}

function sameLine(a: TimelineLine, b: TimelineLine): boolean {
  const isMarkedAlike = a.mention === b.mention && a.words === b.words && a.mark === b.mark;
  const mayAlike = a.may?.edit === b.may?.edit && a.may?.delete === b.may?.delete;
  const saysAlike = a.text === b.text && a.refused === b.refused && a.folded === b.folded && a.deleted === b.deleted;
  return a.kind === b.kind && saysAlike && isMarkedAlike && mayAlike;
}
