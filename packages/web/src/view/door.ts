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

  constructor(parts: DoorParts) {
    this.#parts = parts;
    byId('sign-in', HTMLFormElement).addEventListener('submit', (event) => {
      event.preventDefault();
      const { invite: _, ...ask } = this.#asked();
      this.#pass(ask, parts.enter);
    });
    this.#signup.addEventListener('click', () => this.#pass(this.#asked(), parts.signUp));
  }

  /** Whether to stay signed in on this device. */
  get stay(): boolean {
    return byId('stay', HTMLInputElement).checked;
  }

  offerInvite(code: string): void {
    this.#invite.value = code;
    byId('invite-row', HTMLLabelElement).hidden = false;
  }

  /** Shows who may sign up. */
  welcome(signup: string): void {
    this.#signup.hidden = signup === 'closed';
    if (signup === 'invite') byId('invite-row', HTMLLabelElement).hidden = false;
  }

  busy(busy: boolean): void {
    for (const element of [this.#signup, this.#login]) element.disabled = busy;
  }

  forgetPassword(): void {
    this.#password.value = '';
  }

  focus(): void {
    this.#user.focus();
  }

  #asked(): Ask {
    const invite = this.#invite.value.trim();
    const ask = { user: this.#user.value.trim(), password: this.#password.value };
    return invite === '' ? ask : { ...ask, invite };
  }

  #pass(ask: Ask, how: (ask: Ask) => void): void {
    if (ask.user === '' || ask.password === '') this.#parts.complain('Fill in a user name and a password.');
    else how(ask);
  }
}
