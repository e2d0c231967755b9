import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { EventId, RoomId, SessionId } from '@securechat/protocol/ids';
import type { Ids } from '../ports/ids.ts';

const checksum = (text: string): string => createHash('sha256').update(text).digest('base64url').slice(0, 6);

const base32 = 'abcdefghijklmnopqrstuvwxyz234567';

/** Ids and secrets from the system's random generator. */
export const randomIds: Ids = {
  // A UUID fits the schemas of both ids; only the brand is missing.
  eventId: () => randomUUID() as string as EventId,
  sessionId: () => randomUUID() as string as SessionId,
  roomId: () => `r${Array.from(randomBytes(20), (byte) => base32[byte % 32]).join('')}` as RoomId,
  token() {
    const secret = `sct_${randomBytes(32).toString('base64url')}`;
    return `${secret}${checksum(secret)}`;
  },
  linkCode() {
    for (;;) {
      const code = randomBytes(16).toString('base64url');
      if (!code.startsWith('-')) return code;
    }
  },
  digest: (secret) => createHash('sha256').update(secret).digest(),
};
