import type { ChatClient } from '@securechat/client';
import { failureText } from '@securechat/client/present';
import { byId } from './elements.ts';
import { Form } from './form.ts';

/** The form that changes the account's password. It is cleared when it is closed or its user logs out. */
export class PasswordForm {
  readonly #client: ChatClient;
  readonly #place = byId('password-change', HTMLDetailsElement);
  readonly #form: Form;
  readonly #current = byId('password-current', HTMLInputElement);
  readonly #new = byId('password-new', HTMLInputElement);
  readonly #again = byId('password-again', HTMLInputElement);
  readonly #result = byId('password-result', HTMLParagraphElement);
  readonly #signal: AbortSignal;

  constructor(client: ChatClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
    this.#place.addEventListener('toggle', () => this.#toggled(), { signal });
    this.#form = new Form('password-form', () => void this.#change(), signal);
    signal.addEventListener('abort', () => {
      this.#place.open = false;
      this.#clear();
    });
  }

  #toggled(): void {
    // The browser reports the opening with a delay, when the form may have been filled in already.
    if (!this.#place.open) {
      this.#clear();
      return;
    }
    void this.#showRule();
    // For password managers, which store the new password with the name.
    byId('password-user', HTMLInputElement).value = this.#client.getSnapshot().me ?? '';
  }

  async #showRule(): Promise<void> {
    const welcome = await this.#client.connect();
    const rule = welcome.ok ? `At least ${welcome.value.passwordMin} characters.` : '';
    byId('password-new-rule', HTMLParagraphElement).textContent = rule;
  }

  #clear(): void {
    this.#form.clear();
    this.#say('', true);
  }

  async #change(): Promise<void> {
    if (this.#new.value !== this.#again.value) {
      this.#say('The passwords do not match. Nothing was changed.', false);
      this.#again.focus();
      return;
    }
    this.#form.busy(true);
    // The message of the previous attempt would look like the result of this one.
    this.#say('', true);
    const changed = await this.#client.changePassword({ current: this.#current.value, new: this.#new.value });
    if (this.#signal.aborted) return;
    this.#form.busy(false);
    if (changed.ok) {
      this.#form.clear();
      this.#say('Password changed. Your other devices were logged out.', true);
      return;
    }
    const { error } = changed;
    const isWrong = error.kind === 'refused' && error.refusal.code === 'wrong_credentials';
    this.#say(isWrong ? 'The current password is wrong. Nothing was changed.' : failureText(error), false);
  }

  #say(text: string, isGood: boolean): void {
    this.#result.textContent = text;
    this.#result.classList.toggle('bad', !isGood);
    if (text !== '') this.#result.scrollIntoView({ block: 'nearest' });
  }
}
