// Runs in the writer thread: relative files and types only.

/** What decides whether an invite can be used. */
export type InviteState = {
  readonly uses: number;
  readonly used: number;
  readonly revoked: boolean;
  readonly expiresMs: number;
};

/** Whether somebody can sign up with this invite at this time; false for one that does not exist. */
export function isInviteOpen(invite: InviteState | undefined, atMs: number): boolean {
  return isRevocable(invite) && invite.expiresMs > atMs;
}

/** Whether revoking changes anything: an invite that is expired can be revoked, one that is used up or revoked cannot. */
export function isRevocable<I extends InviteState>(invite: I | undefined): invite is I {
  return invite !== undefined && invite.used < invite.uses && !invite.revoked;
}
