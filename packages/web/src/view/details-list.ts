import { byId } from './elements.ts';

/** A list in a `details` element, loaded whenever that is opened. The end of the signal closes and empties it. */
export class DetailsList {
  readonly #details: HTMLDetailsElement;
  readonly #list: HTMLUListElement;
  readonly #load: () => Promise<readonly HTMLElement[] | undefined>;

  /** `load` resolves with the items, or with undefined if they could not be loaded. */
  constructor(
    ids: { readonly details: string; readonly list: string },
    load: () => Promise<readonly HTMLElement[] | undefined>,
    signal: AbortSignal,
  ) {
    this.#details = byId(ids.details, HTMLDetailsElement);
    this.#list = byId(ids.list, HTMLUListElement);
    this.#load = load;
    this.#details.addEventListener('toggle', () => void this.reload(), { signal });
    signal.addEventListener('abort', () => {
      this.#details.open = false;
      this.#list.replaceChildren();
    });
  }

  /** Loads the list again if it is open. */
  async reload(): Promise<void> {
    if (!this.#details.open) return;
    const items = await this.#load();
    if (items && this.#details.open) this.#list.replaceChildren(...items);
  }
}
