import { byId } from './elements.ts';

/** A form of the page, handled by script instead of submitted. */
export class Form {
  readonly #form: HTMLFormElement;

  constructor(id: string, submit: () => void, signal?: AbortSignal) {
    this.#form = byId(id, HTMLFormElement);
    const options = signal ? { signal } : {};
    this.#form.addEventListener(
      'submit',
      (event) => {
        event.preventDefault();
        submit();
      },
      options,
    );
  }

  /** Disables the submit buttons while a request is running. */
  busy(busy: boolean): void {
    for (const button of this.#form.querySelectorAll<HTMLButtonElement>('.buttons button')) button.disabled = busy;
  }

  /** Clears the fields and the busy state. */
  clear(): void {
    this.#form.reset();
    this.busy(false);
  }
}
