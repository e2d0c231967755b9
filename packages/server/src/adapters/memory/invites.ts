import type { UserId } from '@securechat/protocol/ids';
import { isInviteOpen, isRevocable } from '../../domain/invite.ts';
import type { Invite, InviteStore, OperatorAction } from '../../ports/invite-store.ts';

const key = (hash: Uint8Array): string => Buffer.from(hash).toString('hex');

/** Invites and operators' actions in memory. */
export class MemoryInvites {
  readonly #invites = new Map<string, Invite>();
  readonly #actions: OperatorAction[] = [];

  byHash(codeHash: Uint8Array): Invite | undefined {
    return this.#invites.get(key(codeHash));
  }

  spend(codeHash: Uint8Array, user: UserId): void {
    const invite = this.#invites.get(key(codeHash));
    if (!invite) return;
    const usedBy = [...invite.usedBy, user].toSorted();
    this.#invites.set(key(codeHash), { ...invite, used: invite.used + 1, usedBy });
  }

  toStore(): InviteStore {
    return {
      createInvite: async ({ id, codeHash, atMs, expiresMs, uses }) => {
        const invite = { id, codeHash, createdMs: atMs, expiresMs, uses, used: 0, revoked: false, usedBy: [] };
        this.#invites.set(key(codeHash), invite);
      },
      invites: async () =>
        [...this.#invites.values()].sort((a, b) => b.createdMs - a.createdMs || (a.id < b.id ? -1 : 1)),
      isInviteOpen: async (codeHash, atMs) => isInviteOpen(this.byHash(codeHash), atMs),
      revokeInvite: async (id) => {
        const invite = [...this.#invites.values()].find((each) => each.id === id);
        if (!isRevocable(invite)) return false;
        this.#invites.set(key(invite.codeHash), { ...invite, revoked: true });
        return true;
      },
      recordAction: async (action) => void this.#actions.push({ ...action, number: this.#actions.length + 1 }),
      operatorActions: async (after) => this.#actions.slice(after, after + 100),
      lastAction: async () => this.#actions.length,
    };
  }
}
