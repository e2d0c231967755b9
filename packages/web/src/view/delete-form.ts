import type { ChatClient } from '@securechat/client';
import { failureText } from '@securechat/client/present';
import { confirmed } from './confirm.ts';
import { byId } from './elements.ts';
import { Form } from './form.ts';

export type DeleteParts = {
  readonly client: ChatClient;
  /** Called when the account is deleted: the client is closed. */
  readonly deleted: () => void;
};

/** The form that deletes the account. It asks again, and is cleared when it is closed or its user logs out. */
export class DeleteForm {
  readonly #parts: DeleteParts;
  readonly #place = byId('account-delete', HTMLDetailsElement);
  readonly #form: Form;
  readonly #password = byId('delete-password', HTMLInputElement);
  readonly #result = byId('delete-result', HTMLParagraphElement);
  readonly #signal: AbortSignal;

  constructor(parts: DeleteParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
    this.#place.addEventListener('toggle', () => this.#clear(), { signal });
    this.#form = new Form('delete-form', () => void this.#delete(), signal);
    signal.addEventListener('abort', () => {
      this.#place.open = false;
      this.#clear();
    });
  }

  #clear(): void {
    if (this.#place.open) return;
    this.#form.clear();
    this.#say('');
  }

  async #delete(): Promise<void> {
    const { client, deleted } = this.#parts;
    const password = this.#password.value;
    this.#say('');
    const user = client.getSnapshot().me ?? '';
    if (!(await confirmed(`Delete the account ${user} for good?`, 'Delete account')) || this.#signal.aborted) return;
    this.#form.busy(true);
    const answer = await client.deleteAccount(password);
    if (this.#signal.aborted) return;
    this.#form.busy(false);
    if (answer.ok) return deleted();
    const { error } = answer;
    const isWrong = error.kind === 'refused' && error.refusal.code === 'wrong_credentials';
    this.#say(isWrong ? 'The password is wrong. Nothing was deleted.' : failureText(error));
  }

  #say(text: string): void {
    this.#result.textContent = text;
    this.#result.classList.toggle('bad', text !== '');
    if (text !== '') this.#result.scrollIntoView({ block: 'nearest' });
  }
}
