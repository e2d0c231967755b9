import type { EventId, SessionId } from '@securechat/protocol/ids';

/** Chance, from a source nobody can guess. */
export interface Ids {
  eventId(): EventId;
  sessionId(): SessionId;
  /** A token: `sct_`, 256 random bits in base64url, and a checksum that lets a scanner tell one from noise. */
  token(): string;
  /** SHA-256 of a token or an invite code: all that is ever stored. */
  digest(secret: string): Uint8Array;
}
