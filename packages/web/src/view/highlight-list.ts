import {
  addHighlightWords,
  type ChatClient,
  type ChatState,
  highlightChange,
  highlightWords,
} from '@securechat/client';
import { cleanLine } from '@securechat/client/present';
import { button, byId, make } from './elements.ts';
import { Form } from './form.ts';
import { redraw } from './redraw.ts';

/** The user's highlight words, each with a button that removes it, and a form that adds some. */
export class HighlightList {
  readonly #client: ChatClient;
  readonly #details = byId('highlights', HTMLDetailsElement);
  readonly #list = byId('highlight-list', HTMLUListElement);
  readonly #input = byId('highlight-word', HTMLInputElement);
  readonly #error = byId('highlight-error', HTMLParagraphElement);
  #drawn: ChatState['userState']['highlight'] | undefined;

  constructor(client: ChatClient, signal: AbortSignal) {
    this.#client = client;
    const form = new Form('highlight-form', () => this.#add(), signal);
    // The next user who logs in must not see it.
    signal.addEventListener('abort', () => {
      this.#details.open = false;
      this.#list.replaceChildren();
      this.#error.textContent = '';
      form.clear();
    });
  }

  draw({ userState: { highlight } }: ChatState): void {
    if (highlight === this.#drawn) return;
    this.#drawn = highlight;
    redraw(
      this.#list,
      highlightWords(highlight).map((word) => this.#item(word)),
    );
  }

  #add(): void {
    const typed = this.#input.value.split(/\s+/).filter(Boolean);
    const changes = addHighlightWords(highlightWords(this.#client.getSnapshot().userState.highlight), typed);
    this.#error.textContent = changes.ok ? '' : changes.error;
    if (!changes.ok) return;
    this.#client.setUserState(changes.value);
    this.#input.value = '';
  }

  #item(word: string): HTMLElement {
    const name = cleanLine(word);
    const remove = () => this.#client.setUserState([highlightChange(word, false)]);
    return make('li', { 'data-word': word }, make('bdi', {}, name), button('Remove', remove, `Remove ${name}`));
  }
}
