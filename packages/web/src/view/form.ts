import { byId } from './elements.ts';

/** A form of the page, which stays where it is when the form is submitted. */
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

  /** While a request is under way, the buttons that make one cannot be pressed. */
  busy(busy: boolean): void {
    for (const button of this.#form.querySelectorAll<HTMLButtonElement>('.buttons button')) button.disabled = busy;
  }

  /** Empties it, and it is busy no longer. */
  clear(): void {
    this.#form.reset();
    this.busy(false);
  }
}
