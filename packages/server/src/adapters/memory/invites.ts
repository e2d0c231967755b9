import type { UserId } from '@securechat/protocol/ids';
import type { Invite, InviteRoom, OperatorAction } from '../../ports/invite-store.ts';

const key = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

/** An invite as it was stored: its rooms may have other names now, or be gone. */
type StoredInvite = Omit<Invite, 'rooms'> & { readonly rooms: readonly Pick<InviteRoom, 'room' | 'name'>[] };

/** Invites and operators' actions in memory. */
export class MemoryInvites {
  readonly #invites = new Map<string, StoredInvite>();
  readonly actions: OperatorAction[] = [];

  /** All invites, in the order in which they were created. */
  get all(): readonly StoredInvite[] {
    return [...this.#invites.values()];
  }

  byHash(codeHash: Uint8Array): StoredInvite | undefined {
    return this.#invites.get(key(codeHash));
  }

  put(invite: StoredInvite): void {
    this.#invites.set(key(invite.codeHash), invite);
  }

  spend(codeHash: Uint8Array, user: UserId): void {
    const invite = this.byHash(codeHash);
    if (invite) this.put({ ...invite, used: invite.used + 1, usedBy: [...invite.usedBy, user].toSorted() });
  }
}
