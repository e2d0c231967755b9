import { isUserId, type UserId } from '@securechat/protocol';
import { attempt, type Storages } from './browser-storage.ts';

/** A stored session: of this tab, or with `stay` of the device. */
export type StoredSession = { readonly token: string; readonly user: UserId; readonly stay: boolean };

const tokenKey = 'securechat.token';
// Stored with the token, because the account's data is needed before the server says whose token it is.
const userKey = 'securechat.user';

/** Stores a session, in one place only. */
export function keepSession({ tab, device }: Storages, { token, user, stay }: StoredSession): void {
  const [keep, clear] = stay ? [device, tab] : [tab, device];
  attempt(() => forgetIn(clear));
  attempt(() => {
    keep?.setItem(userKey, user);
    keep?.setItem(tokenKey, token);
  });
}

/** The stored session, if there is one. */
export function storedSession({ tab, device }: Storages): StoredSession | undefined {
  return sessionIn(tab, false) ?? sessionIn(device, true);
}

/** Deletes this session, unless another tab has stored a new one since. */
export function forgetSession({ tab, device }: Storages, { token }: StoredSession): void {
  for (const storage of [tab, device]) {
    attempt(() => storage?.getItem(tokenKey) === token && forgetIn(storage));
  }
}

function sessionIn(storage: Storage | undefined, stay: boolean): StoredSession | undefined {
  const token = attempt(() => storage?.getItem(tokenKey));
  const user = attempt(() => storage?.getItem(userKey));
  return token && user && isUserId(user) ? { token, user, stay } : undefined;
}

function forgetIn(storage: Storage | undefined): void {
  storage?.removeItem(tokenKey);
  storage?.removeItem(userKey);
}
