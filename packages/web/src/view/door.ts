import type { ServerFrameOf } from '@securechat/protocol';
import { inviteCodeOf } from '../invite.ts';
import { byId } from './elements.ts';

type Ask = { readonly user: string; readonly password: string; readonly invite?: string };

export type DoorParts = {
  readonly enter: (ask: Ask) => void;
  readonly signUp: (ask: Ask) => void;
  readonly complain: (say: string) => void;
};

/** The form for signing in. */
export class Door {
  readonly #parts: DoorParts;
  readonly #user = byId('user', HTMLInputElement);
  readonly #password = byId('password', HTMLInputElement);
  readonly #invite = byId('invite', HTMLInputElement);
  readonly #signup = byId('signup', HTMLButtonElement);
  readonly #login = byId('login', HTMLButtonElement);
  readonly #reveal = byId('show-password', HTMLButtonElement);

  constructor(parts: DoorParts) {
    this.#parts = parts;
    byId('sign-in', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const { invite: _, ...ask } = this.#asked();
      this.#pass(ask, parts.enter);
    });
    this.#signup.addEventListener('click', () => this.#pass(this.#asked(), parts.signUp));
    this.#reveal.addEventListener('click', () => this.#showPassword(this.#password.type === 'password'));
  }

  /** Whether to stay signed in on this device. */
  get stay(): boolean {
    return byId('stay', HTMLInputElement).checked;
  }

  offerInvite(code: string): void {
    this.#invite.value = code;
    this.#askInvite();
  }

  /** Shows who may sign up, and what a new password must be, before one is refused. */
  welcome({ signup, passwordMin }: Pick<ServerFrameOf<'welcome'>, 'signup' | 'passwordMin'>): void {
    const closed = signup === 'closed';
    this.#signup.hidden = closed;
    const rule = byId('password-rule', HTMLParagraphElement);
    rule.textContent = `A new one has at least ${passwordMin} characters.`;
    rule.hidden = closed;
    if (signup === 'invite') this.#askInvite();
  }

  busy(busy: boolean): void {
    for (const element of [this.#signup, this.#login]) element.disabled = busy;
  }

  forgetPassword(): void {
    this.#password.value = '';
    this.#showPassword(false);
  }

  focus(): void {
    this.#user.focus();
  }

  #askInvite(): void {
    for (const id of ['invite-row', 'invite-hint']) byId(id, HTMLElement).hidden = false;
  }

  /** Instead of asking twice: whoever makes a password can read it. */
  #showPassword(shown: boolean): void {
    this.#password.type = shown ? 'text' : 'password';
    this.#reveal.textContent = shown ? 'Hide' : 'Show';
    this.#reveal.setAttribute('aria-label', `${this.#reveal.textContent} the password`);
  }

  #asked(): Ask {
    const invite = inviteCodeOf(this.#invite.value);
    const ask = { user: this.#user.value.trim(), password: this.#password.value };
    return invite === '' ? ask : { ...ask, invite };
  }

  #pass(ask: Ask, how: (ask: Ask) => void): void {
    if (ask.user === '' || ask.password === '') this.#parts.complain('Fill in a user name and a password.');
    else how(ask);
  }
}
