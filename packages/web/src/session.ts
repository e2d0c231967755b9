import { isUserId, type UserId } from '@securechat/protocol';
import { attempt, type Storages } from './browser-storage.ts';

/** A session of this browser: of this tab, or with `stay` of the device. */
export type KeptSession = { readonly token: string; readonly user: UserId; readonly stay: boolean };

const tokenKey = 'securechat.token';
// Beside the token, because what an account keeps is needed before the server has said whose token it is.
const userKey = 'securechat.user';

/** Keeps a session where it belongs, and in one place only. */
export function keepSession({ tab, device }: Storages, { token, user, stay }: KeptSession): void {
  const [keep, clear] = stay ? [device, tab] : [tab, device];
  attempt(() => forgetIn(clear));
  attempt(() => {
    keep?.setItem(userKey, user);
    keep?.setItem(tokenKey, token);
  });
}

/** The kept session, if there is one. */
export function keptSession({ tab, device }: Storages): KeptSession | undefined {
  return keptIn(tab, false) ?? keptIn(device, true);
}

/** Forgets this session; one that another tab has begun since then is left alone. */
export function forgetSession({ tab, device }: Storages, { token }: KeptSession): void {
  for (const storage of [tab, device]) {
    attempt(() => storage?.getItem(tokenKey) === token && forgetIn(storage));
  }
}

function keptIn(storage: Storage | undefined, stay: boolean): KeptSession | undefined {
  const token = attempt(() => storage?.getItem(tokenKey));
  const user = attempt(() => storage?.getItem(userKey));
  return token && user && isUserId(user) ? { token, user, stay } : undefined;
}

function forgetIn(storage: Storage | undefined): void {
  storage?.removeItem(tokenKey);
  storage?.removeItem(userKey);
}
