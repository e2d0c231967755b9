// Runs in the writer thread: relative files and types only.

/** The facts that decide whether an invite can be used. */
export type InviteState = {
  readonly uses: number;
  readonly used: number;
  readonly revoked: boolean;
  readonly expiresMs: number;
};

/** Whether this invite can be used to sign up at this time; false if it does not exist. */
export function isInviteOpen(invite: InviteState | undefined, atMs: number): boolean {
  return isRevocable(invite) && invite.expiresMs > atMs;
}

/** Whether revoking changes anything: an expired invite can be revoked, a used-up or revoked one cannot. */
export function isRevocable<I extends InviteState>(invite: I | undefined): invite is I {
  return invite !== undefined && invite.used < invite.uses && !invite.revoked;
}
