import type { EventId, RoomId, SessionId } from '@securechat/protocol/ids';

/** Unguessable random values. */
export interface Ids {
  eventId(): EventId;
  sessionId(): SessionId;
  /** `r` and 100 random bits in base32 (RFC 4648, lower case). */
  roomId(): RoomId;
  /** A token: `sct_`, 256 random bits in base64url, and a checksum that lets a secret scanner recognise one. */
  token(): string;
  /** The code of a link to a room: 128 random bits in base64url, which never starts like an option. */
  linkCode(): string;
  /** SHA-256 of a token or an invite code: the only form that is ever stored. */
  digest(secret: string): Uint8Array;
}
