import type { ServerFrameOf } from '@securechat/protocol';
import { inviteCodeOf } from '../invite.ts';
import { byId } from './elements.ts';
import { Form } from './form.ts';

type Credentials = { readonly user: string; readonly password: string; readonly invite?: string };

export type SignInFormParts = {
  readonly enter: (ask: Credentials) => void;
  readonly signUp: (ask: Credentials) => void;
  readonly showError: (message: string) => void;
};

/** The form for logging in and signing up. */
export class SignInForm {
  readonly #parts: SignInFormParts;
  readonly #form: Form;
  readonly #user = byId('user', HTMLInputElement);
  readonly #password = byId('password', HTMLInputElement);
  readonly #invite = byId('invite', HTMLInputElement);
  readonly #signup = byId('signup', HTMLButtonElement);
  readonly #login = byId('login', HTMLButtonElement);
  readonly #reveal = byId('show-password', HTMLButtonElement);

  constructor(parts: SignInFormParts) {
    this.#parts = parts;
    this.#form = new Form('sign-in', () => (this.#signup.type === 'submit' ? this.#signUp() : this.#logIn()));
    this.#login.addEventListener('click', () => this.#login.type === 'button' && this.#logIn());
    this.#signup.addEventListener('click', () => this.#signup.type === 'button' && this.#signUp());
    this.#reveal.addEventListener('click', () => this.#showPassword(this.#password.type === 'password'));
  }

  /** Whether to stay logged in on this device. */
  get stay(): boolean {
    return byId('stay', HTMLInputElement).checked;
  }

  /** The address has an invite, so the form prefers sign-up. */
  offerInvite(code: string): void {
    this.#invite.value = code;
    this.#askInvite();
    this.#prefer('sign up');
    this.#user.focus();
  }

  /** Shows who may sign up, and the rule for new passwords, before one is refused. */
  welcome({ signup, passwordMin }: Pick<ServerFrameOf<'welcome'>, 'signup' | 'passwordMin'>): void {
    const closed = signup === 'closed';
    this.#signup.hidden = closed;
    const rule = byId('password-rule', HTMLParagraphElement);
    rule.textContent = `To sign up: at least ${passwordMin} characters.`;
    for (const hint of [rule, byId('user-rule', HTMLParagraphElement)]) hint.hidden = closed;
    if (signup === 'invite') this.#askInvite();
  }

  busy(busy: boolean): void {
    this.#form.busy(busy);
  }

  /** After a log-in: clears the form for the next user; the invite is used up. */
  forget(): void {
    this.#password.value = '';
    this.#invite.value = '';
    this.#showPassword(false);
    this.#prefer('log in');
  }

  focus(): void {
    this.#user.focus();
  }

  /** Sets the primary action: the button that Enter presses, the heading, and what password managers offer. */
  #prefer(action: 'log in' | 'sign up'): void {
    const isSignUp = action === 'sign up';
    byId('entry-title', HTMLHeadingElement).textContent = isSignUp ? 'Sign up with your invite' : 'Log in';
    this.#password.autocomplete = isSignUp ? 'new-password' : 'current-password';
    for (const [button, isFirst] of [
      [this.#signup, isSignUp],
      [this.#login, !isSignUp],
    ] as const) {
      button.type = isFirst ? 'submit' : 'button';
      button.classList.toggle('second', !isFirst);
    }
  }

  #logIn(): void {
    const { invite: _, ...ask } = this.#asked();
    this.#pass(ask, this.#parts.enter);
  }

  #signUp(): void {
    this.#pass(this.#asked(), this.#parts.signUp);
  }

  #askInvite(): void {
    byId('invite-row', HTMLElement).hidden = false;
    byId('invite-hint', HTMLParagraphElement).hidden = this.#invite.value !== '';
  }

  /** Instead of asking twice: a new password can be shown. */
  #showPassword(shown: boolean): void {
    this.#password.type = shown ? 'text' : 'password';
    this.#reveal.textContent = shown ? 'Hide' : 'Show';
    this.#reveal.setAttribute('aria-label', `${this.#reveal.textContent} password`);
  }

  #asked(): Credentials {
    const invite = inviteCodeOf(this.#invite.value);
    const ask = { user: this.#user.value.trim(), password: this.#password.value };
    return invite === '' ? ask : { ...ask, invite };
  }

  #pass(ask: Credentials, how: (ask: Credentials) => void): void {
    if (ask.user === '' || ask.password === '') this.#parts.showError('Enter a user name and a password.');
    else how(ask);
  }
}
