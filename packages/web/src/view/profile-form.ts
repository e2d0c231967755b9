import { type ChatClient, type ChatState, personIn } from '@securechat/client';
import { awayText, failureText } from '@securechat/client/present';
import type { Profile, UserId } from '@securechat/protocol';
import { byId } from './elements.ts';
import { Form } from './form.ts';

const ownProfile = (state: ChatState): Profile => personIn(state, state.me ?? ('' as UserId));

/** The form with the user's display name, status, away and invisible. While it is closed it follows the profile, so that it opens with it. */
export class ProfileForm {
  readonly #client: ChatClient;
  readonly #place = byId('profile', HTMLDetailsElement);
  readonly #title = byId('profile-title', HTMLElement);
  readonly #form: Form;
  readonly #name = byId('profile-name', HTMLInputElement);
  readonly #status = byId('profile-status', HTMLInputElement);
  readonly #away = byId('profile-away', HTMLInputElement);
  readonly #reason = byId('profile-reason', HTMLInputElement);
  readonly #hidden = byId('profile-hidden', HTMLInputElement);
  readonly #result = byId('profile-result', HTMLParagraphElement);
  readonly #signal: AbortSignal;

  constructor(client: ChatClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
    this.#place.addEventListener('toggle', () => this.#place.open || this.#fill(client.getSnapshot()), { signal });
    this.#form = new Form('profile-form', () => void this.#save(), signal);
    // A reason means being away.
    this.#reason.addEventListener('input', () => this.#tickAway(), { signal });
    signal.addEventListener('abort', () => {
      this.#place.open = false;
      this.#form.clear();
      this.#say('', true);
    });
  }

  /** Shows in the heading what others see that is not the usual. */
  draw(state: ChatState): void {
    const words = [awayText(ownProfile(state)), state.hidden ? 'invisible' : ''].filter((part) => part !== '');
    const title = words.length === 0 ? 'Profile' : `Profile (${words.join(', ')})`;
    if (this.#title.textContent !== title) this.#title.textContent = title;
    if (!this.#place.open) this.#fill(state);
  }

  #tickAway(): void {
    if (this.#reason.value !== '') this.#away.checked = true;
  }

  #fill(state: ChatState): void {
    const { displayName = '', status = '', away } = ownProfile(state);
    this.#name.value = displayName;
    this.#status.value = status;
    this.#away.checked = away !== undefined;
    this.#reason.value = away ?? '';
    this.#hidden.checked = state.hidden;
    this.#say('', true);
  }

  async #save(): Promise<void> {
    this.#form.busy(true);
    this.#say('', true);
    const set = await this.#client.setProfile({
      displayName: this.#name.value,
      status: this.#status.value,
      away: this.#away.checked ? this.#reason.value : null,
      hidden: this.#hidden.checked,
    });
    if (this.#signal.aborted) return;
    this.#form.busy(false);
    this.#say(set.ok ? 'Saved.' : failureText(set.error), set.ok);
  }

  #say(text: string, isGood: boolean): void {
    this.#result.textContent = text;
    this.#result.classList.toggle('bad', !isGood);
  }
}
