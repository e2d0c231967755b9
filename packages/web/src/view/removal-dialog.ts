import type { ChatClient, Failure, RoomState } from '@securechat/client';
import { cleanLine, failureText, readDuration, roomLabel } from '@securechat/client/present';
import { ok, type Result, type UserId } from '@securechat/protocol';
import { byId } from './elements.ts';
import { Form } from './form.ts';

/** Whom to remove or ban, and from which room. */
export type Removal = { readonly room: RoomState; readonly user: UserId; readonly does: 'remove' | 'ban' };

/** The value of the choice that reveals a field for another duration. */
const other = 'other';

/** The dialog that removes or bans somebody: it says what that means, and asks for a reason and for how long a ban lasts. */
export class RemovalDialog {
  readonly #client: ChatClient;
  readonly #dialog = byId('removal', HTMLDialogElement);
  readonly #form: Form;
  readonly #reason = byId('removal-reason', HTMLInputElement);
  readonly #end = byId('removal-end', HTMLSelectElement);
  readonly #duration = byId('removal-duration', HTMLInputElement);
  readonly #error = byId('removal-error', HTMLParagraphElement);
  readonly #signal: AbortSignal;
  #removal: Removal | undefined;

  constructor(client: ChatClient, signal: AbortSignal) {
    this.#client = client;
    this.#signal = signal;
    this.#form = new Form('removal-form', () => void this.#submit(), signal);
    byId('removal-cancel', HTMLButtonElement).addEventListener('click', () => this.#dialog.close(), { signal });
    this.#end.addEventListener('change', () => this.#showDuration(), { signal });
    signal.addEventListener('abort', () => {
      this.see(undefined);
      this.#clear();
    });
  }

  /** The shown room: the dialog closes when that is another one. */
  see(room: RoomState | undefined): void {
    if (room?.id !== this.#removal?.room.id) this.#dialog.close();
  }

  /** Asks; it closes when the removal is done, or when it is cancelled. */
  open(removal: Removal): void {
    this.#removal = removal;
    this.#clear();
    const user = cleanLine(removal.user);
    const label = roomLabel(removal.room);
    const isBan = removal.does === 'ban';
    const title = byId('removal-title', HTMLHeadingElement);
    title.textContent = isBan ? `Ban ${user} from ${label}?` : `Remove ${user} from ${label}?`;
    const canReturn =
      removal.room.kind === 'private' ? 'Only an invitation lets them in again.' : 'They can join again.';
    byId('removal-hint', HTMLParagraphElement).textContent = isBan
      ? 'They are removed, and cannot join before the ban ends.'
      : canReturn;
    byId('removal-end-row', HTMLLabelElement).hidden = !isBan;
    byId('removal-submit', HTMLButtonElement).textContent = isBan ? 'Ban' : 'Remove';
    this.#dialog.showModal();
  }

  #clear(): void {
    this.#form.clear();
    this.#error.textContent = '';
    this.#showDuration();
  }

  #showDuration(): void {
    byId('removal-duration-row', HTMLLabelElement).hidden = this.#end.value !== other;
  }

  async #submit(): Promise<void> {
    if (!this.#removal) return;
    this.#error.textContent = '';
    const asked = this.#ask(this.#removal);
    if (!asked.ok) {
      this.#error.textContent = asked.error;
      return;
    }
    this.#form.busy(true);
    const done = await asked.value();
    if (this.#signal.aborted) return;
    this.#form.busy(false);
    if (done.ok) this.#dialog.close();
    else this.#error.textContent = failureText(done.error);
  }

  /** The request; or a sentence on what is wrong with the duration. */
  #ask({ room, user, does }: Removal): Result<() => Promise<Result<void, Failure>>, string> {
    const reason = this.#reason.value.trim() === '' ? undefined : this.#reason.value.trim();
    if (does === 'remove') return ok(() => this.#client.removeMember(room.id, user, reason));
    const typed = this.#end.value === other ? this.#duration.value.trim() : this.#end.value;
    const duration = typed === '' && this.#end.value !== other ? ok(undefined) : readDuration(typed);
    if (!duration.ok) return duration;
    return ok(() => this.#client.banMember(room.id, user, { forMs: duration.value, reason }));
  }
}
