/** One stop of the Tab key for all messages: the arrow keys go from one to the next, and Tab to the buttons of the focused one. */
export class MessageFocus {
  readonly #list: HTMLElement;
  #current: HTMLElement | undefined;

  /** `leave`: Escape was pressed in a message. */
  constructor(list: HTMLElement, leave: () => void, signal: AbortSignal) {
    this.#list = list;
    list.addEventListener('focusin', ({ target }) => this.#choose(messageAround(target)), { signal });
    list.addEventListener(
      'keydown',
      (event) => {
        const message = messageAround(event.target);
        if (!message || event.altKey || event.ctrlKey || event.metaKey || event.shiftKey) return;
        const next = { ArrowUp: sibling(message, 'previous'), ArrowDown: sibling(message, 'next') }[event.key];
        if (next === undefined && event.key !== 'Escape') return;
        event.preventDefault();
        if (next) next.focus();
        else leave();
      },
      { signal },
    );
  }

  /** The lines were redrawn: Tab goes to the newest message, unless the user is at another one. */
  settle(): void {
    if (this.#current?.isConnected && this.#list.contains(document.activeElement)) return;
    const last = this.#list.lastElementChild;
    this.#choose(last instanceof HTMLElement && !isMessage(last) ? sibling(last, 'previous') : (last ?? undefined));
  }

  #choose(message: Element | undefined): void {
    if (!(message instanceof HTMLElement) || message === this.#current) return;
    if (this.#current) setTabIndex(this.#current, -1);
    setTabIndex(message, 0);
    this.#current = message;
  }
}

/** Lets the Tab key reach a message and its buttons, or with -1 not. */
export function setTabIndex(message: HTMLElement, index: 0 | -1): void {
  message.tabIndex = index;
  for (const button of message.querySelectorAll<HTMLElement>('.tools button')) button.tabIndex = index;
}

const isMessage = (element: Element) => element.getAttribute('data-kind') === 'message';

function messageAround(target: EventTarget | null): HTMLElement | undefined {
  const line = target instanceof Element ? target.closest<HTMLElement>('li') : null;
  return line && isMessage(line) ? line : undefined;
}

/** The next message in this direction. */
function sibling(line: HTMLElement, direction: 'previous' | 'next'): HTMLElement | undefined {
  let at: Element | null = line;
  do at = direction === 'next' ? at.nextElementSibling : at.previousElementSibling;
  while (at && !isMessage(at));
  return at instanceof HTMLElement ? at : undefined;
}
