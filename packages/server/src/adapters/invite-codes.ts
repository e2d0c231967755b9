import { createHmac, randomBytes } from 'node:crypto';

/** The code of an invite: 128 bits derived from its id and the pepper. No code is stored, and an operator can still print a link again. */
export function inviteCode(pepper: Buffer, id: string): string {
  return createHmac('sha256', pepper).update(`invite ${id}`).digest().subarray(0, 16).toString('base64url');
}

/** A new id and its code. The code never starts like an option, because it may be typed as an argument. */
export function newInvite(pepper: Buffer): { readonly id: string; readonly code: string } {
  for (;;) {
    const id = randomBytes(5).toString('hex');
    const code = inviteCode(pepper, id);
    if (!code.startsWith('-')) return { id, code };
  }
}
