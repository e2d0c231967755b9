import { createHmac, randomBytes } from 'node:crypto';

/** The code of an invite: 128 bits that follow from its id and the pepper. So no code is stored, and an operator can see a link again. */
export function inviteCode(pepper: Buffer, id: string): string {
  return createHmac('sha256', pepper).update(`invite ${id}`).digest().subarray(0, 16).toString('base64url');
}

/** A new id, and its code. A code may be typed as an argument, so that it never looks like an option. */
export function newInvite(pepper: Buffer): { readonly id: string; readonly code: string } {
  for (;;) {
    const id = randomBytes(5).toString('hex');
    const code = inviteCode(pepper, id);
    if (!code.startsWith('-')) return { id, code };
  }
}
