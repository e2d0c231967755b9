import { type ChatClient, mayIn, type RoomState, roomLink } from '@securechat/client';
import { cleanLine, failureText, roomLabel, sayDay, unusedLinksText } from '@securechat/client/present';
import { type RoomInvitation, typedUserName, type UserId } from '@securechat/protocol';
import { copyText } from './copy-text.ts';
import { sayLastSeen } from './dates.ts';
import { button, byId, make } from './elements.ts';
import { Form } from './form.ts';
import { redraw } from './redraw.ts';

export type InviteParts = {
  readonly client: ChatClient;
  readonly clock: { nowMs(): number };
};

/** The dialog that invites people to the shown room: by name, or with a link for one person. It lists what is pending, with buttons to revoke. */
export class InviteDialog {
  readonly #parts: InviteParts;
  readonly #dialog = byId('invite-dialog', HTMLDialogElement);
  readonly #form: Form;
  readonly #name = byId('invite-name', HTMLInputElement);
  readonly #result = byId('invite-result', HTMLParagraphElement);
  readonly #link = byId('invite-link', HTMLInputElement);
  readonly #linkRow = byId('invite-link-row', HTMLDivElement);
  readonly #linkHint = byId('invite-link-hint', HTMLParagraphElement);
  readonly #pending = byId('invite-pending', HTMLUListElement);
  readonly #signal: AbortSignal;
  #room: RoomState | undefined;

  constructor(parts: InviteParts, signal: AbortSignal) {
    this.#parts = parts;
    this.#signal = signal;
    this.#form = new Form('invite-form', () => void this.#invite(), signal);
    const on = (id: string, run: () => void) => byId(id, HTMLButtonElement).addEventListener('click', run, { signal });
    on('invite-open', () => this.#open());
    on('invite-close', () => this.#dialog.close());
    on('invite-link-make', () => void this.#makeLink());
    on('invite-link-copy', () => void this.#copy());
    signal.addEventListener('abort', () => {
      this.see(undefined);
      this.#clear();
    });
  }

  /** Shows the current state of the room: who has joined is no longer pending. */
  see(room: RoomState | undefined): void {
    const before = this.#room;
    this.#room = room;
    const mayInvite = room !== undefined && mayIn(this.#parts.client.getSnapshot(), room, 'invite');
    if (!mayInvite || room.id !== before?.id) this.#dialog.close();
    else if (this.#dialog.open && room.members !== before.members) void this.#load();
  }

  #open(): void {
    if (!this.#room) return;
    this.#clear();
    byId('invite-title', HTMLHeadingElement).textContent = `Invite people to ${roomLabel(this.#room)}`;
    this.#dialog.showModal();
    void this.#load();
  }

  /** The link can still be used, so the next user at this screen must not find it. */
  #clear(): void {
    this.#form.clear();
    this.#link.value = '';
    this.#linkRow.hidden = true;
    this.#linkHint.textContent = '';
    this.#pending.replaceChildren();
    this.#say('', true);
  }

  #say(text: string, isGood: boolean): void {
    this.#result.textContent = text;
    this.#result.classList.toggle('bad', !isGood);
  }

  async #invite(): Promise<void> {
    const room = this.#room;
    const user = this.#name.value.trim();
    if (!room || user === '') return;
    this.#form.busy(true);
    this.#say('', true);
    const invited = await this.#parts.client.invite(room.id, user);
    if (this.#signal.aborted) return;
    this.#form.busy(false);
    if (!invited.ok) {
      const { error } = invited;
      const isBanned = error.kind === 'refused' && error.refusal.code === 'banned';
      return this.#say(
        `${failureText(error)}${isBanned ? ' To lift it: close this, then “Banned people…”.' : ''}`,
        false,
      );
    }
    this.#say(`Invited ${cleanLine(typedUserName(user))} to ${roomLabel(room)}.`, true);
    this.#name.value = '';
    this.#name.focus();
    await this.#load();
  }

  async #makeLink(): Promise<void> {
    const room = this.#room;
    if (!room) return;
    const made = await this.#parts.client.inviteByLink(room.id);
    if (this.#signal.aborted || this.#room?.id !== room.id || !this.#dialog.open) return;
    if (!made.ok) return this.#say(failureText(made.error), false);
    const until = sayDay(made.value.expiresMs, this.#parts.clock.nowMs()).at(-1);
    this.#say('', true);
    this.#link.value = roomLink(`wss://${location.host}`, made.value.code);
    this.#linkRow.hidden = false;
    this.#linkHint.textContent = `One person can join ${roomLabel(room)} with it until ${until}.`;
    this.#link.focus();
    this.#link.select();
    await this.#load();
  }

  async #copy(): Promise<void> {
    const isCopied = await copyText(this.#link);
    this.#say(
      isCopied ? 'Copied.' : 'The browser does not allow copying here. Copy the selected link by hand.',
      isCopied,
    );
  }

  async #load(): Promise<void> {
    const room = this.#room;
    if (!room) return;
    const listed = await this.#parts.client.roomInvitations(room.id);
    if (!this.#dialog.open || this.#room?.id !== room.id) return;
    if (!listed.ok) return this.#say(failureText(listed.error), false);
    const { invitations, links } = listed.value;
    const items = invitations.map((invitation) => this.#item(invitation));
    if (links > 0) items.push(this.#links(links));
    redraw(this.#pending, items);
    byId('invite-pending-title', HTMLHeadingElement).hidden = items.length === 0;
    if (document.activeElement === document.body) this.#name.focus();
  }

  #item({ user, by, at }: RoomInvitation): HTMLElement {
    const { clock } = this.#parts;
    const name = cleanLine(user);
    const about = make('p', { class: 'hint' }, `invited by ${cleanLine(by)} · ${sayLastSeen(at, clock.nowMs())}`);
    const revoke = button('Revoke', () => void this.#revoke(user), `Revoke the invitation of ${name}`);
    revoke.dataset.key = user;
    return make('li', { 'data-user': user }, name, about, revoke);
  }

  #links(count: number): HTMLElement {
    const text = unusedLinksText(count);
    const revoke = button('Revoke', () => void this.#revoke(undefined), `Revoke ${text}`);
    return make('li', { 'data-links': String(count) }, text, revoke);
  }

  async #revoke(user: UserId | undefined): Promise<void> {
    const room = this.#room;
    if (!room) return;
    const revoked = await this.#parts.client.revokeInvitation(room.id, user);
    if (this.#signal.aborted) return;
    const what = user === undefined ? 'the unused links' : `the invitation of ${cleanLine(user)}`;
    this.#say(revoked.ok ? `Revoked ${what}.` : failureText(revoked.error), revoked.ok);
    if (user === undefined && revoked.ok) {
      this.#link.value = '';
      this.#linkRow.hidden = true;
      this.#linkHint.textContent = '';
    }
    await this.#load();
  }
}
